#include "address/registrable_domain.h"

#include <libpsl.h>

#include <array>
#include <ctime>

namespace cardlint {
namespace {

// RFC 1035 §2.3.4. Also a bound on libpsl, which reads the name again for each of its labels.
constexpr std::size_t kLongestName = 253;

}  // namespace

std::string registrable_domain(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  // libpsl reads to the first NUL: what comes behind it would not be judged.
  if (host.size() > kLongestName || host.find('\0') != std::string_view::npos) return {};
  const std::size_t dot = host.rfind('.');
  // Brackets belong to addresses only.
  if (host.find('[') != std::string_view::npos || dot == std::string_view::npos ||
      dot + 1 == host.size())
    return {};
  const std::string top(host.substr(dot + 1));
  // Without the rule that any unknown top-level domain is a public suffix: what is in no list is
  // some private network's, and all its names may be one owner's.
  const psl_ctx_t* list = psl_builtin();
  if (top != "example" &&
      psl_is_public_suffix2(list, top.c_str(), PSL_TYPE_ANY | PSL_TYPE_NO_STAR_RULE) == 0)
    return {};
  const std::string name(host);
  const char* domain = psl_registrable_domain(list, name.c_str());
  return domain != nullptr ? std::string(domain) : name;
}

std::string public_suffix_list_date() {
  const std::time_t time = psl_builtin_file_time();
  std::tm day{};
  if (time <= 0 || gmtime_r(&time, &day) == nullptr) return {};
  std::array<char, 16> text{};
  const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%d", &day);
  return std::string(text.data(), size);
}

}  // namespace cardlint
