#include "arrivals.h"

namespace annl {

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

void Arrivals::split(const Partition &partition) {
  for (Rows &rows : rows_) rows.split(partition);
}

}  // namespace annl
