// The kernel of src/simulation once more, in C: the same network, random numbers, arithmetic and order of events, so that
// every time is the same to the bit. It has what the timed plan needs: needs, laws and pools in which the first that
// comes is served first.
//
// Arguments: the network's file, how many runs, a seed, and of how many runs all times are summed up in one number.
// Prints that number, the mean and the variance of the run's end, and how many runs.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "twin-random.h"
#include "twin-network.h"

// FNV-1a over the upper and the lower word of each double.
static uint32_t hashed(uint32_t hash, double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  hash = (hash ^ (uint32_t)(bits >> 32)) * 16777619u;
  return (hash ^ (uint32_t)bits) * 16777619u;
}

int main(int count, char **arguments) {
  if (count < 5) return 2;
  struct network *network = read_network(arguments[1]);
  long runs = atol(arguments[2]);
  long summed = atol(arguments[4]);
  uint32_t hash = 2166136261u;
  double mean = 0, squares = 0;
  for (long run = 0; run < runs; run++) {
    time_run(network, atof(arguments[3]), (double)run);
    if (run < summed)
      for (int place = 0; place < network->size; place++) hash = hashed(hash, network->ends[place]);
    double end = network->ends[network->last];
    double apart = end - mean;
    mean += apart / (double)(run + 1);
    squares += apart * (end - mean);
  }
  printf("%u %.17g %.17g %ld\n", hash, mean, squares / (double)(runs - 1), runs);
  return 0;
}
