// What a step of Izhikevich's network cannot do without, each part alone: numbers of the same distribution from the
// core's own kernel, one pass over the state, reading (not adding) the rows of weights that spikes reach, writing what
// is recorded, and the fresh pages that it is written to, from the core's own store.  The parts follow one another step
// by step, so that each finds the caches as the others leave them.
//
// Arguments: neurons, entries of a row, bytes of a real (8 or 4), of a rank (0: dense rows), spikes per step, whether
// values are recorded, rows, steps.  Prints microseconds per step of each part: medians, and the mean of pages, which
// come many at once.
#include "annl_random.h"
#include "annl_samplers.h"
#include "core_math.h"
#include "flags.h"
#include "os/memory.h"
#include "os/time.h"
#include "row_store.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <numeric>
#include <random>
#include <vector>

namespace {
using annl::each_flag;
#include "random_body.h"

double microseconds() { return 1e6 * annl::os::wall_seconds(); }

constexpr int n_parts = 5;

double mean(const std::vector<double> &values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / double(values.size());
}

double median(std::vector<double> values) {
    const auto middle = values.begin() + values.size() / 2;
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

template <class T>
T *memory_of(size_t n) {
    return static_cast<T *>(annl::os::allocate_zeroed(n * sizeof(T)));
}

void numbers(double *out, int block, int step) { normal_f64(out, 1, 2, block, 0, step); }
void numbers(float *out, int block, int step) { normal_f32(out, 1, 2, block, 0, step); }

// Sums of some words: all lines are fetched, and four rows of additions do not wait for one another.
template <class T>
double read(const char *bytes, size_t n_bytes) {
    typedef T Lanes __attribute__((vector_size(64), aligned(1), may_alias));
    Lanes sums[4] = {};
    size_t at = 0;
    for (; at + 256 <= n_bytes; at += 256)
        for (size_t k = 0; k < 4; k++) sums[k] += *reinterpret_cast<const Lanes *>(bytes + at + 64 * k);
    for (; at + 64 <= n_bytes; at += 64) sums[0] += *reinterpret_cast<const Lanes *>(bytes + at);
    return (sums[0] + sums[1] + sums[2] + sums[3])[0];
}

template <class T>
class Parts {
   public:
    Parts(size_t n_neurons, size_t row_length, size_t rank_bytes, double n_spikes, bool records, size_t n_rows)
        : n_(n_neurons),
          row_bytes_(row_length * sizeof(T)),
          rank_bytes_(row_length * rank_bytes),
          n_rows_(n_rows),
          records_(records),
          spikes_(n_spikes),
          weights_(memory_of<char>(n_rows * row_bytes_)),
          ranks_(memory_of<char>(n_rows * rank_bytes_)),
          state_(memory_of<T>(7 * n_neurons)),
          recorded_(n_neurons * sizeof(T), 0) {
        if (records) recorded_.prepare();
    }

    void step(int number, std::vector<double> *spent) {
        std::vector<size_t> reached(spikes_(random_));
        for (size_t &row : reached) row = random_() % n_rows_;
        const double start = microseconds();
        for (size_t block = 0; 256 * block < n_; block++) numbers(drawn_, int(block), number);
        const double drawn = microseconds();
        follow();
        const double followed = microseconds();
        annl::u8 *row = records_ ? recorded_.append(number) : nullptr;
        const double paged = microseconds();
        if (records_) annl::os::copy_past_caches(row, state_, n_ * sizeof(T));
        const double written = microseconds();
        for (const size_t row : reached) {
            kept_ = kept_ + read<T>(weights_ + row * row_bytes_, row_bytes_);
            kept_ = kept_ + read<T>(ranks_ + row * rank_bytes_, rank_bytes_);
        }
        const double fetched = microseconds();
        const double parts[] = {drawn - start, followed - drawn, fetched - written, written - paged, paged - followed};
        for (int k = 0; k < n_parts; k++) spent[k].push_back(parts[k]);
    }

   private:
    // v, u, g_exc and g_inh are read and written; a, b and the noise are read.
    void follow() {
        T *__restrict v = state_, *__restrict u = v + n_, *__restrict e = u + n_, *__restrict i = e + n_;
        const T *__restrict a = i + n_, *__restrict b = a + n_, *__restrict s = b + n_;
        for (size_t k = 0; k < n_; k++) {
            v[k] = v[k] * a[k] + e[k] - i[k] + s[k];
            u[k] = u[k] * b[k] + v[k];
            e[k] = 0;
            i[k] = 0;
        }
    }

    size_t n_, row_bytes_, rank_bytes_, n_rows_;
    bool records_;
    std::poisson_distribution<int> spikes_;
    std::mt19937 random_{1};
    char *weights_, *ranks_;
    T *state_;
    annl::RowStore recorded_;
    alignas(64) T drawn_[256];
    volatile double kept_ = 0;
};

template <class T>
void measure(char **given) {
    const size_t n_neurons = std::atol(given[1]), row_length = std::atol(given[2]), rank_bytes = std::atol(given[4]);
    Parts<T> parts(n_neurons, row_length, rank_bytes, std::atof(given[5]), std::atol(given[6]) != 0, std::atol(given[7]));
    std::vector<double> spent[n_parts];
    const int n_steps = std::atoi(given[8]);
    for (int step = 0; step < n_steps; step++) parts.step(step, spent);
    const double start = microseconds();
    const double clock = microseconds() - start;  // each part has read it once
    for (int k = 0; k < n_parts; k++) {
        const double typical = k == n_parts - 1 ? mean(spent[k]) : median(spent[k]);
        std::printf("%.3f ", std::max(0.0, typical - clock));
    }
    std::printf("\n");
}

}  // namespace

int main(int n_given, char **given) {
    if (n_given != 9) return 2;
    if (std::atoi(given[3]) == 8) measure<double>(given);
    else measure<float>(given);
}
