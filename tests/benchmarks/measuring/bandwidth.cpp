// How fast one core reads memory: what a dense sum of weights times rates is bound by.
// Prints GB/s of CPU time, the median of nine passes over 512 MB in huge pages.
#include <sys/mman.h>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

typedef double Lanes __attribute__((vector_size(64)));

static double cpu_s() {
    timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return now.tv_sec + 1e-9 * now.tv_nsec;
}

int main() {
    const size_t n_bytes = size_t(512) << 20, n_streams = 8;
    void *memory = aligned_alloc(size_t(2) << 20, n_bytes);
    if (memory == nullptr) return 1;
    madvise(memory, n_bytes, MADV_HUGEPAGE);
    double *values = static_cast<double *>(memory);
    std::fill_n(values, n_bytes / sizeof(double), 1.0);
    const Lanes *lanes = reinterpret_cast<const Lanes *>(values);
    const size_t part = n_bytes / sizeof(Lanes) / n_streams;
    std::vector<double> seconds;
    for (int pass = 0; pass < 9; pass++) {
        Lanes sums[n_streams] = {};
        const double start = cpu_s();
        for (size_t i = 0; i < part; i++)
            for (size_t j = 0; j < n_streams; j++) sums[j] += lanes[j * part + i];
        seconds.push_back(cpu_s() - start);
        volatile double kept = 0.0;
        for (size_t j = 0; j < n_streams; j++) kept = kept + sums[j][0];
    }
    std::nth_element(seconds.begin(), seconds.begin() + 4, seconds.end());
    std::printf("%.3f\n", n_bytes / seconds[4] * 1e-9);
    std::free(memory);
}
