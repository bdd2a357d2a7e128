/* failure.h: what went wrong in a thread amid a step, kept until the step is over. */
#ifndef ANNL_FAILURE_H
#define ANNL_FAILURE_H
#include <exception>
#include <memory>
#include <mutex>
#include <utility>

namespace annl {

class Failure {
 public:
  /* Does what may find no memory; the first failure of a step is kept, and the run ends with it. */
  template <class Action>
  void guard(const Action &action) noexcept {
    try {
      action();
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!kept_) kept_ = std::current_exception();
    }
  }

  /* The failure, which is forgotten; null if there was none. By one thread while the others wait. */
  std::exception_ptr take() noexcept { return std::exchange(kept_, nullptr); }

 private:
  std::mutex mutex_;
  std::exception_ptr kept_;
};

using FailurePtr = std::shared_ptr<Failure>;

}  // namespace annl
#endif
