#include "module.h"

namespace annl {
namespace {

using Entry = const annl_module *(*)();

const annl_module *table_of(const os::Library &library, const std::string &path) {
  void *symbol = library.find("annl_module_entry");
  if (symbol == nullptr) throw std::runtime_error("'" + path + "' is no module: it has no annl_module_entry");
  const annl_module *table = reinterpret_cast<Entry>(symbol)();
  if (table == nullptr) throw std::runtime_error("'" + path + "' is no module: its table is empty");
  if (table->abi_version != ANNL_ABI_VERSION) {
    throw std::runtime_error("'" + path + "' was built for ABI version " + std::to_string(table->abi_version) +
                             ", this core has version " + std::to_string(ANNL_ABI_VERSION) +
                             "; it must be compiled again");
  }
  return table;
}

}  // namespace

Module::Module(const std::string &path) : library_(path), table_(table_of(library_, path)) {}

std::string Module::fingerprint() const { return table_->fingerprint == nullptr ? "" : table_->fingerprint; }

std::vector<std::string> Module::functions() const {
  std::vector<std::string> names;
  const auto add = [&names](bool is_present, const char *name) {
    if (is_present) names.emplace_back(name);
  };
  add(table_->prepare != nullptr, "prepare");
  add(table_->update_global != nullptr, "update_global");
  add(table_->update != nullptr, "update");
  add(table_->detect != nullptr, "detect");
  add(table_->psp != nullptr, "psp");
  add(table_->on_pre != nullptr, "on_pre");
  add(table_->on_post != nullptr, "on_post");
  add(table_->semiglobal != nullptr, "semiglobal");
  add(table_->synapse != nullptr, "synapse");
  add(table_->stop != nullptr, "stop");
  add(table_->pruning != nullptr, "pruning");
  add(table_->creating != nullptr, "creating");
  add(table_->created != nullptr, "created");
  add(table_->on_axon != nullptr, "on_axon");
  add(table_->reset != nullptr, "reset");
  add(table_->axon_reset != nullptr, "axon_reset");
  add(table_->on_pre_once != nullptr, "on_pre_once");
  add(table_->update_pre != nullptr, "update_pre");
  add(table_->on_pre_to_one != nullptr, "on_pre_to_one");
  add(table_->synapse_unseen != nullptr, "synapse_unseen");
  return names;
}

}  // namespace annl
