// How fast one core reads memory: what a dense sum of weights times rates is bound by.
// Argument: MB, so that caches help as much as they help the weights.  Prints GB/s of CPU time, the
// median of nine turns of at least 512 MB each, in huge pages.
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

int main(int n_arguments, char **arguments) {
    if (n_arguments < 2) return 2;
    const size_t mega = size_t(1) << 20, n_streams = 8;
    const size_t n_bytes = std::max(size_t(1), size_t(std::atol(arguments[1]))) * mega;
    const size_t n_passes = std::max(size_t(1), 512 * mega / n_bytes);
    void *memory = aligned_alloc(2 * mega, (n_bytes + 2 * mega - 1) / (2 * mega) * 2 * mega);
    if (memory == nullptr) return 1;
    madvise(memory, n_bytes, MADV_HUGEPAGE);
    double *values = static_cast<double *>(memory);
    std::fill_n(values, n_bytes / sizeof(double), 1.0);
    const Lanes *lanes = reinterpret_cast<const Lanes *>(values);
    const size_t part = n_bytes / sizeof(Lanes) / n_streams;
    std::vector<double> seconds;
    for (int turn = 0; turn < 9; turn++) {
        Lanes sums[n_streams] = {};
        const double start = cpu_s();
        for (size_t pass = 0; pass < n_passes; pass++) {
            for (size_t i = 0; i < part; i++)
                for (size_t j = 0; j < n_streams; j++) sums[j] += lanes[j * part + i];
            asm volatile("" ::: "memory");  // each pass reads anew
        }
        seconds.push_back(cpu_s() - start);
        volatile double kept = 0.0;
        for (size_t j = 0; j < n_streams; j++) kept = kept + sums[j][0];
    }
    std::nth_element(seconds.begin(), seconds.begin() + 4, seconds.end());
    std::printf("%.3f\n", n_bytes * n_passes / seconds[4] * 1e-9);
    std::free(memory);
}
