// The network of the timed plan and the pass over its events.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { most_nodes = 1024, most_needs = 16384, most_pools = 64, most_members = 1024 };
enum kind { fixed, lognormal, uniform };

struct network {
  int size, last, pools;
  enum kind kind[most_nodes];
  // Seconds of a law that draws nothing; the median and the sigma of a lognormal; where a uniform begins, and its width.
  double one[most_nodes], other[most_nodes];
  int pool[most_nodes], waits[most_nodes];
  int first[most_nodes + 1], dependents[most_needs];
  int first_of[most_pools + 1];
  // Of one run.
  double draws[most_nodes + most_pools], seconds[most_nodes], starts[most_nodes], ends[most_nodes], came[most_nodes];
  double free[most_members];
  int left[most_nodes], list[most_nodes];
};

// The places that are over before a place begins; a byte each.
static char before[most_nodes][most_nodes];

static struct network *read_network(const char *path) {
  FILE *file = fopen(path, "r");
  struct network *of = calloc(1, sizeof *of);
  char line[65536];
  int all = 0;
  static int needed[most_needs], needing[most_needs];
  if (!file || !of || fscanf(file, "%d %d\n", &of->size, &of->last) != 2 || of->size > most_nodes) exit(3);
  if (!fgets(line, sizeof line, file)) exit(3);
  for (char *word = strtok(line, " \n"); word; word = strtok(NULL, " \n"), of->pools++)
    of->first_of[of->pools + 1] = of->first_of[of->pools] + atoi(word);
  if (of->first_of[of->pools] > most_members) exit(3);
  fill_tables();
  fill_coefficients();
  double z95 = normal_quantile(0.95);
  for (int place = 0; place < of->size; place++) {
    if (!fgets(line, sizeof line, file)) exit(3);
    char *word = strtok(line, " \n");
    of->kind[place] = strcmp(word, "lognormal") == 0 ? lognormal : strcmp(word, "uniform") == 0 ? uniform : fixed;
    double one = strtod(strtok(NULL, " \n"), NULL), other = strtod(strtok(NULL, " \n"), NULL);
    of->one[place] = one;
    of->other[place] = of->kind[place] == lognormal ? own_log(other / one) / z95 : other - one;
    of->pool[place] = atoi(strtok(NULL, " \n"));
    static int own[most_nodes];
    int count = 0;
    while ((word = strtok(NULL, " \n"))) own[count++] = atoi(word);
    for (int at = 0; at < count; at++)
      for (int other = 0; other < of->size; other++) before[place][other] |= before[own[at]][other];
    // What is over before another that it needs is not waited for.
    for (int at = 0; at < count; at++) {
      if (before[place][own[at]]) continue;
      if (all == most_needs) exit(3);
      needed[all] = own[at];
      needing[all++] = place;
      of->waits[place]++;
    }
    for (int at = 0; at < count; at++) before[place][own[at]] = 1;
  }
  fclose(file);
  int count = 0;
  for (int place = 0; place < of->size; place++) {
    of->first[place] = count;
    for (int at = 0; at < all; at++)
      if (needed[at] == place) of->dependents[count++] = needing[at];
  }
  of->first[of->size] = count;
  return of;
}

// Settles each step as its turn comes in the order of arrival, as the kernel does. Where the kernel would go over to its
// events, because something that lasts no time has ended while others came, this has no answer.
static void time_run(struct network *of, double seed, double run) {
  struct chances chances = chances_of(word_of(seed), (uint64_t)run);
  fill(&chances, of->draws, of->size + of->pools);
  for (int place = 0; place < of->size; place++) {
    double u = of->draws[place];
    of->seconds[place] = of->kind[place] == lognormal ? of->one[place] * own_exp(of->other[place] * drawn_normal(u))
                         : of->kind[place] == uniform ? of->one[place] + of->other[place] * u
                                                      : of->one[place];
    of->came[place] = 0;
    of->left[place] = of->waits[place];
  }
  for (int at = 0; at < of->first_of[of->pools]; at++) of->free[at] = 0;
  int head = 0, tail = 0;
  for (int place = 0; place < of->size; place++)
    if (of->waits[place] == 0) of->list[tail++] = place;
  while (head < tail) {
    int place = of->list[head++];
    double now = of->came[place], start = now, end;
    int own = of->pool[place];
    if (own < 0) {
      end = now + of->seconds[place];
      if (end == now && head < tail && of->came[of->list[head]] == now) exit(4);
    } else {
      int at = of->first_of[own], last = of->first_of[own + 1] - 1;
      if (of->free[at] > now) start = of->free[at];
      end = start + of->seconds[place];
      for (; at < last && of->free[at + 1] < end; at++) of->free[at] = of->free[at + 1];
      of->free[at] = end;
    }
    of->starts[place] = start;
    of->ends[place] = end;
    for (int next = of->first[place]; next < of->first[place + 1]; next++) {
      int other = of->dependents[next];
      if (end > of->came[other]) of->came[other] = end;
      if (--of->left[other] > 0) continue;
      double time = of->came[other];
      int at = tail++;
      for (; at > head; at--) {
        int before = of->list[at - 1];
        if (of->came[before] < time || (of->came[before] == time && before < other)) break;
        of->list[at] = before;
      }
      of->list[at] = other;
    }
  }
}
