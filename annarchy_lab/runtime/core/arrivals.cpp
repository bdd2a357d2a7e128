#include "arrivals.h"

namespace annl {

bool has_pieces(const std::vector<Epoch> &epochs) noexcept {
  return std::any_of(epochs.begin(), epochs.end(), [](const Epoch &epoch) { return epoch.pieces.n_words > 0; });
}

i64 longest_delay(const std::vector<Epoch> &epochs) noexcept {
  i64 longest = 0;
  for (const Epoch &epoch : epochs) longest = std::max(longest, epoch.delays.back());
  return longest;
}

std::size_t epoch_of(const std::vector<Epoch> &epochs, i64 emitted) noexcept {
  const auto is_later = [=](const Epoch &epoch) { return epoch.first > emitted; };
  const auto after = std::find_if(epochs.begin(), epochs.end(), is_later);
  return static_cast<std::size_t>(after == epochs.begin() ? epochs.size() : after - epochs.begin() - 1);
}

Arrivals::Arrivals(PopulationPtr pre, i64 n_post, std::vector<Epoch> epochs)
    : pre_(std::move(pre)), epochs_(std::move(epochs)) {
  require(pre_->is_spiking(), "only a spiking population sends spikes");
  require(!epochs_.empty(), "a projection has delays");
  for (std::size_t n = 0; n < epochs_.size(); ++n) {
    check(epochs_[n]);
    require(n == 0 || epochs_[n - 1].first < epochs_[n].first, "epochs must follow one another");
    const Epoch &epoch = epochs_[n];
    require((epoch.row_ptr == nullptr) == (epochs_[0].row_ptr == nullptr), "all epochs have rows, or none");
    if (!epoch.row_ptr) continue;
    rows_.emplace_back(epoch.row_ptr, epoch.post_ranks, epoch.pieces, pre_->size(), n_post);
    require(rows_[n].n_entries() == rows_[0].n_entries(), "all epochs have the same edges");
    if (epoch.edges) require_storage(epoch.edges, rows_[n].n_entries() * 8, "edges");
  }
}

void Arrivals::check(const Epoch &epoch) const {
  const i64 n_delays = static_cast<i64>(epoch.delays.size());
  const i64 n_numbers = epoch.pieces.n_words > 0 ? 64 * epoch.pieces.n_words : 1;
  require(n_delays >= 1 && n_delays <= n_numbers, "rows in pieces and several delays come together");
  for (std::size_t k = 0; k < epoch.delays.size(); ++k) {
    require(epoch.delays[k] >= 1, "a spike arrives one step later at least");
    require(epoch.delays[k] < pre_->spikes().n_slots(), "the pre population keeps its spikes for fewer steps");
    require(k == 0 || epoch.delays[k - 1] < epoch.delays[k], "delays must ascend");
  }
}

bool Arrivals::is_to_one(i64 n_post) const noexcept {
  const auto has_one_delay = [](const Epoch &epoch) { return epoch.delays.size() == 1; };
  const auto is_one_to_one = [this](const Epoch &epoch) {
    const i64 *row_ptr = epoch.row_ptr->as<i64>();
    for (i64 rank = 0; rank < pre_->size(); ++rank) {
      if (row_ptr[rank + 1] != rank + 1) return false;
    }
    return true;
  };
  return n_post == 1 && std::all_of(epochs_.begin(), epochs_.end(), has_one_delay) &&
         std::all_of(epochs_.begin(), epochs_.end(), is_one_to_one);
}

void Arrivals::split(const Partition &partition) {
  for (Rows &rows : rows_) rows.split(partition);
  mean_length_ = n_entries() / std::max(i64{1}, pre_->size() * static_cast<i64>(epochs_.back().delays.size()));
}

}  // namespace annl
