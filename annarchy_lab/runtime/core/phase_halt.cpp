#include "phase_halt.h"

#include <algorithm>

namespace annl {

bool HaltCondition::holds() const noexcept {
  const u8 *first = flags->as<u8>();
  const auto is_set = [](u8 flag) { return flag != 0; };
  return needs_all ? std::all_of(first, first + size, is_set) : std::any_of(first, first + size, is_set);
}

HaltPhase::HaltPhase(std::vector<HaltCondition> conditions, bool needs_all, std::shared_ptr<bool> halt)
    : conditions_(std::move(conditions)), needs_all_(needs_all), halt_(std::move(halt)) {
  require(!conditions_.empty(), "nothing to wait for");
  for (const HaltCondition &condition : conditions_) require_storage(condition.flags, condition.size, "flags");
}

void HaltPhase::run(Worker &, Parts) {
  const auto holds = [](const HaltCondition &condition) { return condition.holds(); };
  const auto first = conditions_.begin();
  const auto last = conditions_.end();
  *halt_ = needs_all_ ? std::all_of(first, last, holds) : std::any_of(first, last, holds);
}

}  // namespace annl
