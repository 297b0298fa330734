"""The network timed by SimPy 2: a process for each step, a resource for each team, a fresh simulation for each run.

Arguments: the network's file, how many runs, a seed. Prints the mean and the variance of the end, and of how many runs.
"""
import math
import random
import sys

from SimPy.Simulation import Process, Resource, Simulation, hold, release, request

Z95 = 1.6448536269514722


class Step(Process):
    def __init__(self, run, place):
        Process.__init__(self, sim=run.simulation)
        self.run = run
        self.place = place

    def work(self):
        run = self.run
        at = run.network.pool[self.place]
        if at >= 0:
            yield request, self, run.teams[at]
        yield hold, self, run.network.lasts[self.place]()
        if at >= 0:
            yield release, self, run.teams[at]
        run.ended(self.place)


class Run:
    def __init__(self, network):
        self.network = network
        self.simulation = Simulation()
        self.simulation.initialize()
        self.teams = [Resource(capacity=capacity, sim=self.simulation) for capacity in network.capacities]
        self.open = list(network.needs)
        self.ends = [0.0] * network.size

    def ended(self, place):
        self.ends[place] = self.simulation.now()
        for later in self.network.dependents[place]:
            self.open[later] -= 1
            if self.open[later] == 0:
                self.begin(later)

    def begin(self, place):
        step = Step(self, place)
        self.simulation.activate(step, step.work())

    def time(self):
        for place in range(self.network.size):
            if self.network.needs[place] == 0:
                self.begin(place)
        self.simulation.simulate(until=1e12)
        return self.ends[self.network.last]


class Network:
    def __init__(self, path, chance):
        with open(path) as file:
            rows = [line.split() for line in file]
        self.size, self.last = int(rows[0][0]), int(rows[0][1])
        self.capacities = [int(capacity) for capacity in rows[1]]
        self.dependents = [[] for _ in range(self.size)]
        self.lasts, self.pool, self.needs = [], [], []
        for place, (kind, one, other, pool, *needs) in enumerate(rows[2:]):
            self.lasts.append(law(kind, float(one), float(other), chance))
            self.pool.append(int(pool))
            self.needs.append(len(needs))
            for need in needs:
                self.dependents[int(need)].append(place)


def law(kind, one, other, chance):
    if kind == "lognormal":
        mu, sigma = math.log(one), math.log(other / one) / Z95
        return lambda: chance.lognormvariate(mu, sigma)
    if kind == "uniform":
        return lambda: chance.uniform(one, other)
    return lambda: one


def main():
    path, runs, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    network = Network(path, random.Random(seed))
    ends = [Run(network).time() for _ in range(runs)]
    mean = sum(ends) / runs
    print(mean, sum((end - mean) ** 2 for end in ends) / (runs - 1), runs)


main()
