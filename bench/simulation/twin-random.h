// Random numbers and the functions of laws, as src/simulation/kernel has them.
#include <math.h>
#include <stdint.h>
#include <string.h>

static inline uint32_t mixed(uint32_t word) {
  uint32_t bits = word + 0x9e3779b9u;
  bits = (bits ^ (bits >> 16)) * 0x85ebca6bu;
  bits = (bits ^ (bits >> 13)) * 0xc2b2ae35u;
  return bits ^ (bits >> 16);
}

static inline uint32_t word_of(double seed) {
  uint64_t whole = (uint64_t)fabs(trunc(seed));
  return mixed(mixed(mixed((uint32_t)whole) ^ (uint32_t)(whole >> 32)) ^ (seed < 0 ? 1u : 0u));
}

struct chances {
  uint32_t a, b, c, d, key;
};

static inline struct chances chances_of(uint32_t seed, uint64_t run) {
  struct chances of;
  of.a = mixed(seed ^ (uint32_t)run);
  of.a = mixed(of.a ^ (uint32_t)(run >> 32));
  of.b = mixed(of.a ^ 1u);
  of.c = mixed(of.b ^ 2u);
  of.d = mixed(of.c ^ 3u);
  of.key = mixed(of.d ^ 4u);
  if ((of.a | of.b | of.c | of.d) == 0) of.a = 1;
  return of;
}

static inline double inside(uint32_t word) { return ((double)word + 0.5) / 4294967296.0; }

// xoshiro128++ of D. Blackman and S. Vigna (2019).
static inline void fill(const struct chances *of, double *into, int count) {
  uint32_t s0 = of->a, s1 = of->b, s2 = of->c, s3 = of->d;
  for (int place = 0; place < count; place++) {
    uint32_t sum = s0 + s3;
    into[place] = inside(((sum << 7) | (sum >> 25)) + s0);
    uint32_t shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = (s3 << 11) | (s3 >> 21);
  }
}

static double roots[32];
static double powers[2098];

static void fill_tables(void) {
  for (int place = 0; place < 32; place++) {
    double root = 1, factor = 2;
    for (int bit = 16; bit > 0; bit >>= 1) {
      factor = sqrt(factor);
      if (place & bit) root *= factor;
    }
    roots[place] = root;
  }
  powers[1074] = 1;
  for (int power = 1; power < 1024; power++) powers[power + 1074] = powers[power + 1073] * 2;
  for (int power = -1; power >= -1074; power--) powers[power + 1074] = powers[power + 1075] / 2;
}

static inline double own_exp(double x) {
  if (!(x > -745.1332191019412)) return x <= -745.1332191019412 ? 0 : x;
  if (x > 709.782712893384) return INFINITY;
  double steps = x * 46.16624130844683 + 6755399441055744.0 - 6755399441055744.0;
  double r = x - steps * (93032639 / 4294967296.0) - steps * 1.733101967801894e-10;
  double series =
      1 + r * (1 + r * (1.0 / 2 + r * (1.0 / 6 + r * (1.0 / 24 + r * (1.0 / 120 + r * (1.0 / 720))))));
  int whole = (int)steps;
  int power = whole >> 5;
  double scaled = roots[whole & 31] * series;
  return power > 1023 ? scaled * 2 * powers[power - 1 + 1074] : scaled * powers[power + 1074];
}

static inline double own_log(double x) {
  const double ln2 = 0.6931471805599453;
  if (!(x > 0)) return x == 0 ? -INFINITY : NAN;
  if (x == INFINITY) return x;
  if (x < 2.2250738585072014e-308) return own_log(x * 18014398509481984.0) - 54 * ln2;
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  uint32_t word = (uint32_t)(bits >> 32);
  uint32_t fraction = word & 0xfffff;
  int is_halved = fraction >= 0x6a09e;
  bits = (bits & 0xffffffffu) | ((uint64_t)(fraction | (is_halved ? 0x3fe00000u : 0x3ff00000u)) << 32);
  double m;
  memcpy(&m, &bits, sizeof m);
  int k = (int)(word >> 20) - 1023 + is_halved;
  double s = (m - 1) / (m + 1);
  double t = s * s;
  double tail =
      t * (1.0 / 3 + t * (1.0 / 5 + t * (1.0 / 7 + t * (1.0 / 9 + t * (1.0 / 11 + t * (1.0 / 13 + t * (1.0 / 15 + t * (1.0 / 17 + t * (1.0 / 19 + t * (1.0 / 21))))))))));
  return k * ln2 + (2 * s + 2 * s * tail);
}

// AS 241, PPND16 (M. J. Wichura, Applied Statistics 37, 1988).
static inline double normal_quantile(double share) {
  double q = share - 0.5;
  if (q <= 0.425 && q >= -0.425) {
    double r = 0.180625 - q * q;
    return q *
           ((3.387132872796366608 + r * (133.14166789178437745 + r * (1971.5909503065514427 + r * (13731.693765509461125 + r * (45921.953931549871457 + r * (67265.770927008700853 + r * (33430.575583588128105 + r * 2509.0809287301226727))))))) /
            (1 + r * (42.313330701600911252 + r * (687.1870074920579083 + r * (5394.1960214247511077 + r * (21213.794301586595867 + r * (39307.89580009271061 + r * (28729.085735721942674 + r * 5226.495278852854561))))))));
  }
  double r = sqrt(-own_log(q < 0 ? share : 1 - share));
  double value;
  if (r <= 5) {
    r = r - 1.6;
    value =
        (1.42343711074968357734 + r * (4.6303378461565452959 + r * (5.7694972214606914055 + r * (3.64784832476320460504 + r * (1.27045825245236838258 + r * (0.241780725177450611770 + r * (0.0227238449892691845833 + r * 0.00077454501427834140764))))))) /
        (1 + r * (2.05319162663775882187 + r * (1.6763848301838038494 + r * (0.68976733498510000455 + r * (0.14810397642748007459 + r * (0.0151986665636164571966 + r * (0.000547593808499534494600 + r * 1.05075007164441684324e-9)))))));
  } else {
    r = r - 5;
    value =
        (6.6579046435011037772 + r * (5.4637849111641143699 + r * (1.7848265399172913358 + r * (0.29656057182850489123 + r * (0.026532189526576123093 + r * (0.0012426609473880784386 + r * (0.0000271155556874348757815 + r * 2.01033439929228813265e-7))))))) /
        (1 + r * (0.59983220655588793769 + r * (0.13692988092273580531 + r * (0.0148753612908506148525 + r * (0.000786869131145613259100 + r * (0.0000184631831751005468180 + r * (1.42151175831644588870e-7 + r * 2.04426310338993978564e-15)))))));
  }
  return q < 0 ? -value : value;
}

// Hermite's cubics for the lower half, in 64 cells an octave.
static double coefficients[32 * 64 * 4];

static inline double drawn_normal(double share) {
  uint32_t word = (uint32_t)(share * 4294967296.0);
  uint32_t upper = (uint32_t)((int32_t)word >> 31);
  uint32_t folded = ((word ^ upper) << 1) | 1;
  uint32_t octave = (uint32_t)__builtin_clz(folded);
  uint32_t shifted = folded << octave;
  const double *cubic = coefficients + 4 * ((octave << 6) | ((shifted >> 25) & 63));
  double rest = (double)(shifted & 33554431u);
  double value = cubic[0] + rest * (cubic[1] + rest * (cubic[2] + rest * cubic[3]));
  return upper ? -value : value;
}

static double slope_at(double value) { return sqrt(2 * 3.141592653589793) * own_exp(value * value / 2); }

static void fill_coefficients(void) {
  double unit = 1.0 / 33554432.0;
  for (int octave = 0; octave < 32; octave++) {
    double width = ldexp(1, -(2 + octave)) / 64;
    for (int cell = 0; cell < 64; cell++) {
      double low = normal_quantile((64 + cell) * width), high = normal_quantile((64 + cell + 1) * width);
      double slope = width * slope_at(low), after = width * slope_at(high), rise = high - low;
      double *cubic = coefficients + 4 * ((octave << 6) | cell);
      cubic[0] = low;
      cubic[1] = slope * unit;
      cubic[2] = (3 * rise - 2 * slope - after) * (unit * unit);
      cubic[3] = (slope + after - 2 * rise) * (unit * unit * unit);
    }
  }
}
