/* post_ranks.h: the post rank of each entry of rows, in two bytes where that is enough.
 *
 * A spike reads its whole row from memory; the fewer bytes, the sooner it is done.
 */
#ifndef ANNL_POST_RANKS_H
#define ANNL_POST_RANKS_H
#include "storage.h"

#include <utility>

namespace annl {

class PostRanks {
 public:
  PostRanks() = default;
  PostRanks(StoragePtr ranks, bool is_narrow) : ranks_(std::move(ranks)), is_narrow_(is_narrow) {}

  explicit operator bool() const noexcept { return ranks_ != nullptr; }
  i32 operator[](i64 entry) const noexcept { return is_narrow_ ? ranks_->as<u16>()[entry] : ranks_->as<i32>()[entry]; }

  /* visit(pointer to ranks of either width): for loops over many of them. */
  template <class Visit>
  decltype(auto) visit(const Visit &visit) const {
    return is_narrow_ ? visit(ranks_->as<const u16>()) : visit(ranks_->as<const i32>());
  }

  /* Refuses none, too few, and ranks outside the population. */
  void check(i64 n_entries, i64 n_post) const {
    require_storage(ranks_, n_entries * (is_narrow_ ? 2 : 4), "post_ranks");
    const bool is_inside = visit([=](const auto *ranks) {
      bool is_so = true;
      for (i64 k = 0; k < n_entries; ++k) is_so &= ranks[k] >= 0 && ranks[k] < n_post;
      return is_so;
    });
    require(is_inside, "a post rank lies outside the post population");
  }

 private:
  StoragePtr ranks_; /* i32, or u16; may grow, and then lies elsewhere */
  bool is_narrow_ = false;
};

}  // namespace annl
#endif
