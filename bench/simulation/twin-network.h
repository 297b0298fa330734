// The network of the timed plan and the pass over its events.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { most_nodes = 1024, most_needs = 16384, most_pools = 64 };
enum kind { fixed, lognormal, uniform };

struct network {
  int size, last, pools;
  enum kind kind[most_nodes];
  // Seconds of a law that draws nothing; the median and the sigma of a lognormal; where a uniform begins, and its width.
  double one[most_nodes], other[most_nodes];
  int pool[most_nodes], needs[most_nodes];
  int first[most_nodes + 1], dependents[most_needs];
  int capacity[most_pools];
  // Of one run.
  double draws[most_nodes + most_pools], seconds[most_nodes], ends[most_nodes], came[most_nodes];
  int left[most_nodes], after[most_nodes], now[most_nodes];
  int free[most_pools], heads[most_pools], tails[most_pools];
  int stirred[most_pools], is_stirred[most_pools], stirred_count;
  int list_count, list_places[most_nodes];
  double list_times[most_nodes];
};

static struct network *read_network(const char *path) {
  FILE *file = fopen(path, "r");
  struct network *of = calloc(1, sizeof *of);
  char line[65536];
  int all = 0;
  static int needed[most_needs], needing[most_needs];
  if (!file || !of || fscanf(file, "%d %d\n", &of->size, &of->last) != 2 || of->size > most_nodes) exit(3);
  if (!fgets(line, sizeof line, file)) exit(3);
  for (char *word = strtok(line, " \n"); word; word = strtok(NULL, " \n")) of->capacity[of->pools++] = atoi(word);
  fill_tables();
  double z95 = normal_quantile(0.95);
  for (int place = 0; place < of->size; place++) {
    if (!fgets(line, sizeof line, file)) exit(3);
    char *word = strtok(line, " \n");
    of->kind[place] = strcmp(word, "lognormal") == 0 ? lognormal : strcmp(word, "uniform") == 0 ? uniform : fixed;
    double one = strtod(strtok(NULL, " \n"), NULL), other = strtod(strtok(NULL, " \n"), NULL);
    of->one[place] = one;
    of->other[place] = of->kind[place] == lognormal ? own_log(other / one) / z95 : other - one;
    of->pool[place] = atoi(strtok(NULL, " \n"));
    while ((word = strtok(NULL, " \n"))) {
      if (all == most_needs) exit(3);
      needed[all] = atoi(word);
      needing[all++] = place;
      of->needs[place]++;
    }
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

// A list in falling order of times, as the kernel has it: few steps are under way at once.
static inline void put(struct network *of, double time, int place) {
  int at = of->list_count++;
  for (; at > 0 && of->list_times[at - 1] < time; at--) {
    of->list_times[at] = of->list_times[at - 1];
    of->list_places[at] = of->list_places[at - 1];
  }
  of->list_times[at] = time;
  of->list_places[at] = place;
}

static inline void stir(struct network *of, int at) {
  if (of->is_stirred[at]) return;
  of->is_stirred[at] = 1;
  of->stirred[of->stirred_count++] = at;
}

static inline int is_before(struct network *of, int one, int other) {
  return of->came[one] == of->came[other] ? one < other : of->came[one] < of->came[other];
}

static inline void enqueue(struct network *of, int at, int place, double time) {
  of->came[place] = time;
  of->after[place] = -1;
  int head = of->heads[at];
  if (head < 0) {
    of->heads[at] = of->tails[at] = place;
  } else if (is_before(of, of->tails[at], place)) {
    of->after[of->tails[at]] = place;
    of->tails[at] = place;
  } else if (is_before(of, place, head)) {
    of->after[place] = head;
    of->heads[at] = place;
  } else {
    int before = head;
    while (is_before(of, of->after[before], place)) before = of->after[before];
    of->after[place] = of->after[before];
    of->after[before] = place;
  }
}

static inline void ready(struct network *of, int place, double time) {
  int at = of->pool[place];
  if (at < 0) {
    put(of, time + of->seconds[place], place);
    return;
  }
  enqueue(of, at, place, time);
  if (of->free[at] > 0) stir(of, at);
}

static inline void stop(struct network *of, int place, double time) {
  int at = of->pool[place];
  if (at >= 0) {
    of->free[at]++;
    if (of->heads[at] >= 0) stir(of, at);
  }
  of->ends[place] = time;
  for (int next = of->first[place]; next < of->first[place + 1]; next++) {
    int later = of->dependents[next];
    if (--of->left[later] == 0) ready(of, later, time);
  }
}

static inline void give_all(struct network *of, double time) {
  for (int index = 0; index < of->stirred_count; index++) {
    int at = of->stirred[index];
    of->is_stirred[at] = 0;
    while (of->free[at] > 0 && of->heads[at] >= 0) {
      int place = of->heads[at];
      of->heads[at] = of->after[place];
      of->free[at]--;
      put(of, time + of->seconds[place], place);
    }
  }
  of->stirred_count = 0;
}

static void time_run(struct network *of, double seed, double run) {
  struct chances chances = chances_of(word_of(seed), (uint64_t)run);
  fill(&chances, of->draws, of->size + of->pools);
  for (int place = 0; place < of->size; place++) {
    double u = of->draws[place];
    of->seconds[place] = of->kind[place] == lognormal ? of->one[place] * own_exp(of->other[place] * normal_quantile(u))
                         : of->kind[place] == uniform ? of->one[place] + of->other[place] * u
                                                      : of->one[place];
    of->ends[place] = INFINITY;
    of->left[place] = of->needs[place];
  }
  for (int at = 0; at < of->pools; at++) {
    of->free[at] = of->capacity[at];
    of->heads[at] = -1;
  }
  for (int place = 0; place < of->size; place++)
    if (of->needs[place] == 0) ready(of, place, 0);
  give_all(of, 0);
  while (of->list_count > 0) {
    // What ends at one instant ends together, in the order of places; then pools are given.
    double time = of->list_times[of->list_count - 1];
    int count = 0;
    while (of->list_count > 0 && of->list_times[of->list_count - 1] == time) {
      int place = of->list_places[--of->list_count];
      int at = count++;
      for (; at > 0 && of->now[at - 1] > place; at--) of->now[at] = of->now[at - 1];
      of->now[at] = place;
    }
    for (int at = 0; at < count; at++) stop(of, of->now[at], time);
    give_all(of, time);
  }
}
