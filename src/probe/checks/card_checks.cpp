// Cards where they are served: who may read them, what they come as, how long they keep.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "doc/load.h"
#include "probe/checks/table.h"
#include "probe/well_known.h"

namespace cardlint::probe_checks {
namespace {

using Type = ArgSpec::Type;

constexpr std::string_view kCardType = "application/mcp-server-card+json";

// The answer of a role with status 200; else says why there is nothing to judge.
const Exchange* ok(const ProbeView& view, std::string_view role, ProbeReporter& report) {
  const Exchange* exchange = answered(view, role, report);
  if (exchange == nullptr || exchange->status == 200) return exchange;
  report.not_assessed(role, exchange->status == 429 ? "rate-limited" : "other-status");
  return nullptr;
}

// The card that an answer 200 brings; else says why there is none.
const Document* card_of(const ProbeView& view, std::string_view role, ProbeReporter& report) {
  if (ok(view, role, report) == nullptr) return nullptr;
  const Document* card = view.document(role);
  if (card == nullptr) report.not_assessed(role, "no-document");
  return card;
}

bool is_refusal_of_another_kind(int status) {
  return status == 401 || status == 403 || status / 100 == 3 || status / 100 == 5;
}

// The document of role 'of' is there, for a target that is meant for the consumer 'for'.
void served(const ProbeView& view, const Args& args, ProbeReporter& report) {
  const std::string_view role = args.text("of");
  const Exchange* exchange = answered(view, role, report);
  if (exchange == nullptr) return;
  if (exchange->status == 200) return report.pass(role);
  if (exchange->status == 429) return report.not_assessed(role, "rate-limited");
  const auto consumer = parse_consumer(args.text("for"));
  const Document* local = view.target.card.get();
  const bool meant = (consumer && view.consumers.has(*consumer)) ||
                     (role == "card" && local != nullptr && local->dialect != Dialect::Sep2127);
  if (!meant) return report.not_assessed(role, "not-declared");
  if (is_refusal_of_another_kind(exchange->status))
    return report.not_assessed(role, "other-status");
  // A card may lie anywhere, if the catalogue says where.
  for (const std::string_view entry : view.roles(args.text("or", role))) {
    if (view.document(entry) != nullptr) return report.pass(entry);
  }
  report.fail(role, "status", "200");
}

void redirected(const ProbeView& view, const Args& args, ProbeReporter& report) {
  const std::string_view role = args.text("of");
  const Exchange* exchange = answered(view, role, report);
  if (exchange == nullptr) return;
  const std::string* location = exchange->header("location");
  if (exchange->status / 100 != 3 || exchange->status == 304) return report.pass(role);
  const std::string to = location == nullptr ? "" : resolve_reference(*location, exchange->url);
  if (is_login_redirect(exchange->url, to)) return report.not_assessed(role, "login");
  report.fail(role, "redirect", "no redirect",
              {{"location", location == nullptr ? std::string() : printable(*location, 200)}});
}

// The answers of 'of' and 'as' bring the same: as JSON, else byte for byte.
void same_body(const ProbeView& view, const Args& args, ProbeReporter& report) {
  const std::string_view role = args.text("of");
  const Exchange* mine = answered(view, role, report);
  const Exchange* theirs = mine == nullptr ? nullptr : ok(view, args.text("as"), report);
  if (theirs == nullptr) return;
  const SourceFile first("", mine->body), second("", theirs->body);
  const Loaded a = load_json(first, Limits{}), b = load_json(second, Limits{});
  const bool json = !a.tree.empty() && !b.tree.empty();
  if (mine->status == 200 &&
      (json ? same_value(a.tree.root(), b.tree.root()) : mine->body == theirs->body))
    return report.pass(role);
  report.fail(role, mine->status == 200 ? "mismatch" : "status", "the same answer");
}

// An answer 200 says that it brings JSON ('types') and brings something else.
void json_body(const ProbeView& view, const Args& args, ProbeReporter& report) {
  const std::vector<std::string_view> types = args.texts("types");
  for (const std::string_view role : args.texts("of")) {
    const Exchange* exchange = ok(view, role, report);
    if (exchange == nullptr) continue;
    if (std::find(types.begin(), types.end(), media_type(*exchange)) == types.end()) {
      report.not_assessed(role, "media-type");
    } else if (!exchange->body_whole) {
      report.not_assessed(role, "no-document");
    } else if (view.document(role) != nullptr) {
      report.pass(role);
    } else {
      report.fail(role, "body", "a JSON object",
                  {{"first", fmt::format("the body is no JSON: '{}'",
                                         printable(trim(exchange->body), 60))}});
    }
  }
}

// Where two values differ: at most `most` places, in words. Looks at each level once; wide objects
// are not searched.
class Difference {
 public:
  static std::string of(Value served, Value local) {
    constexpr std::size_t kMost = 3;
    std::vector<std::pair<Value, Value>> open{{served, local}};
    std::vector<std::string> found;
    while (!open.empty() && found.size() <= kMost) {
      const auto [a, b] = open.back();
      open.pop_back();
      if (!step(a, b, open)) found.push_back(said(a, b));
    }
    const bool more = found.size() > kMost;
    if (more) found.resize(kMost);
    return join(found, "; ") + (more ? "; …" : "");
  }

 private:
  static constexpr std::uint32_t kWide = 2000;

  static std::string said(Value a, Value b) {
    const std::string pointer = a ? a.pointer() : b.pointer();
    return fmt::format("'{}' is {}, here {}", printable(pointer, 100),
                       a ? describe(a) : std::string("missing"),
                       b ? describe(b) : std::string("missing"));
  }

  // Opens what differs below two containers of one sort; false for anything else.
  static bool step(Value a, Value b, std::vector<std::pair<Value, Value>>& open) {
    const bool objects = a.is_object() && b.is_object();
    const bool lists = a.is_array() && b.is_array() && a.size() == b.size();
    if ((!objects && !lists) || a.size() > kWide || b.size() > kWide) return false;
    std::vector<std::pair<Value, Value>> below;
    std::uint32_t index = 0;
    for (const Value member : a) {
      const Value other = objects ? b[member.key()] : b.at(index++);
      if (!other || !same_value(member, other)) below.emplace_back(member, other);
    }
    for (const Value member : b) {
      if (objects && !a[member.key()]) below.emplace_back(Value(), member);
    }
    open.insert(open.end(), below.rbegin(), below.rend());
    return true;
  }
};

// The served card is that of the repository; 'declared': only where the user named that file.
void drift(const ProbeView& view, const Args& args, ProbeReporter& report) {
  if (view.target.card_declared != args.flag("declared")) return;
  const Document* local = view.target.card.get();
  if (local == nullptr || !local->readable()) return report.not_assessed("card", "not-declared");
  const bool newer = local->dialect == Dialect::Sep2127 && view.document("card-2127") != nullptr;
  const std::string_view role = newer ? "card-2127" : "card";
  const Document* card = card_of(view, role, report);
  if (card == nullptr) return;
  if (!card->readable()) return report.not_assessed(role, "no-document");
  if (same_value(card->root(), local->root())) return report.pass(role);
  report.fail(role, "mismatch", "the card of the repository",
              {{"file", printable(local->source->path(), 200)},
               {"difference", Difference::of(card->root(), local->root())}});
}

void head(const ProbeView& view, const Args& args, ProbeReporter& report) {
  const std::string role = fmt::format("{}-head", args.text("of"));
  const Exchange* get = ok(view, args.text("of"), report);
  const Exchange* exchange = get == nullptr ? nullptr : answered(view, role, report);
  if (exchange == nullptr) return;
  if (exchange->status == 429) return report.not_assessed(role, "rate-limited");
  const auto fail = [&](std::string_view reason, std::string what) {
    report.fail(role, reason, "the status and headers of GET", {{"what", std::move(what)}});
  };
  if (exchange->status != 200) return fail("status", fmt::format("{}", exchange->status));
  if (media_type(*exchange) != media_type(*get))
    return fail("media-type",
                fmt::format("with media type '{}', that of GET is '{}'",
                            printable(media_type(*exchange)), printable(media_type(*get))));
  const std::string* length = exchange->header("content-length");
  const std::string* whole = get->header("content-length");
  const bool coded = exchange->header("content-encoding") || get->header("content-encoding");
  if (length != nullptr && whole != nullptr && !coded && *length != *whole)
    return fail("header", fmt::format("with Content-Length {}, that of GET is {}",
                                      printable(*length, 20), printable(*whole, 20)));
  if (!exchange->body.empty()) return fail("body", "with a body");
  report.pass(role);
}

// Seconds of max-age; nothing when there is none.
std::optional<double> max_age(std::string_view cache_control) {
  for (const std::string_view part : split(cache_control, ',')) {
    const std::string directive = to_lower_ascii(trim(part));
    if (!directive.starts_with("max-age=")) continue;
    double seconds = 0;
    for (const char c : std::string_view(directive).substr(8)) {
      if (c >= '0' && c <= '9') seconds = std::min(seconds * 10 + (c - '0'), 1e12);
    }
    return seconds;
  }
  return std::nullopt;
}

void cache(const ProbeView& view, const Args& args, ProbeReporter& report) {
  constexpr double kDay = 86400;
  const std::string_view role = args.text("of");
  const Exchange* exchange = ok(view, role, report);
  if (exchange == nullptr) return;
  const std::string* value = exchange->header("cache-control");
  const auto seconds = value == nullptr ? std::nullopt : max_age(*value);
  const bool never = value != nullptr && to_lower_ascii(*value).find("no-store") != value->npos;
  if (!never && seconds && *seconds > 0 && *seconds <= kDay) return report.pass(role);
  report.fail(
      role, "header", "Cache-Control with a max-age between one second and one day",
      {{"value", value == nullptr ? std::string("without Cache-Control")
                                  : fmt::format("with Cache-Control '{}'", printable(*value))}});
}

void etag(const ProbeView& view, const Args& args, ProbeReporter& report) {
  const std::string_view role = args.text("of");
  const std::string again = fmt::format("{}-etag", role);
  const Exchange* exchange = ok(view, role, report);
  if (exchange == nullptr) return;
  if (exchange->header("etag") == nullptr)
    return report.fail(role, "header", "an ETag", {{"what", "has no ETag"}});
  const Exchange* second = answered(view, again, report);
  if (second == nullptr) return;
  if (second->status == 304 && second->body.empty()) return report.pass(again);
  if (second->status == 200 || second->status == 304)
    return report.fail(
        again, second->status == 304 ? "body" : "status", "304 without a body",
        {{"what", second->status == 304 ? "comes with a body though it has not changed"
                                        : "is sent again to a reader that has its ETag"}});
  report.not_assessed(again, second->status == 429 ? "rate-limited" : "other-status");
}

// Whether pages of other origins may read the card, where it is of one of 'dialects'.
void cors(const ProbeView& view, const Args& args, ProbeReporter& report) {
  const std::vector<std::string_view> dialects = args.texts("dialects");
  for (const std::string_view role : args.texts("of")) {
    const Document* card = view.document(role);
    if (card != nullptr &&
        std::find(dialects.begin(), dialects.end(), name(card->dialect)) == dialects.end())
      continue;
    if (card == nullptr && card_of(view, role, report) == nullptr) continue;
    const std::string asked = fmt::format("{}-cors", role);
    const Exchange* exchange = ok(view, asked, report);
    if (exchange == nullptr) continue;
    const std::string* allowed = exchange->header("access-control-allow-origin");
    const std::string* origin = find_header(exchange->request.headers, "origin");
    const bool fits = allowed != nullptr &&
                      (trim(*allowed) == "*" || (origin != nullptr && trim(*allowed) == *origin));
    if (fits) {
      report.pass(asked);
    } else {
      report.fail(asked, "header", "Access-Control-Allow-Origin: *",
                  {{"what", allowed == nullptr ? std::string("no Access-Control-Allow-Origin")
                                               : fmt::format("Access-Control-Allow-Origin '{}'",
                                                             printable(*allowed))}});
    }
  }
}

// The header 'name-of' of an answer lists 'words', or is '*'.
void lists(const ProbeView& view, const Args& args, ProbeReporter& report) {
  const std::string_view role = args.text("of");
  const Exchange* exchange = answered(view, role, report);
  if (exchange == nullptr) return;
  if (exchange->status / 100 != 2) {
    return report.fail(role, "status", "2xx",
                       {{"what", fmt::format("status {} for the preflight", exchange->status)}});
  }
  std::vector<std::string> listed;
  for (const std::string_view value : header_values(exchange->headers, args.text("name-of"))) {
    for (const std::string_view word : split(value, ','))
      listed.push_back(to_lower_ascii(trim(word)));
  }
  const auto has = [&](std::string_view word) {
    return std::find(listed.begin(), listed.end(), word) != listed.end();
  };
  for (const std::string_view word : args.texts("words")) {
    if (!has(word) && !has("*"))
      return report.fail(role, "header", fmt::format("'{}' with '{}'", args.text("name-of"), word),
                         {{"what", fmt::format("{} without '{}'", args.text("name-of"), word)}});
  }
  report.pass(role);
}

void card_type(const ProbeView& view, const Args& args, ProbeReporter& report) {
  for (const std::string_view pattern : args.texts("of")) {
    if (view.roles(pattern).empty()) report.not_assessed(pattern, view.why_not_sent(pattern));
    for (const std::string_view role : view.roles(pattern)) {
      if (card_of(view, role, report) == nullptr) continue;
      const std::string type = media_type(*view.exchange(role));
      if (type == kCardType) {
        report.pass(role);
      } else if (type == "application/json") {
        report.fail(role, "media-type", kCardType);
      } else {
        report.not_assessed(role, "media-type");
      }
    }
  }
}

constexpr std::array kServedArgs{ArgSpec{"of", Type::Text, true}, ArgSpec{"for", Type::Text, true},
                                 ArgSpec{"or", Type::Text, false}};
constexpr std::array kOfArgs{ArgSpec{"of", Type::Text, true}};
constexpr std::array kSameArgs{ArgSpec{"of", Type::Text, true}, ArgSpec{"as", Type::Text, true}};
constexpr std::array kJsonArgs{ArgSpec{"of", Type::Texts, true},
                               ArgSpec{"types", Type::Texts, true}};
constexpr std::array kDriftArgs{ArgSpec{"declared", Type::Flag, false}};
constexpr std::array kCorsArgs{ArgSpec{"of", Type::Texts, true},
                               ArgSpec{"dialects", Type::Texts, true}};
constexpr std::array kListsArgs{ArgSpec{"of", Type::Text, true},
                                ArgSpec{"name-of", Type::Text, true},
                                ArgSpec{"words", Type::Texts, true}};
constexpr std::array kTypeArgs{ArgSpec{"of", Type::Texts, true}};

constexpr std::array kTable{
    ProbeCheckEntry{"served", "a document is not there though the target is meant for 'for'",
                    kServedArgs, served},
    ProbeCheckEntry{"redirected", "an answer is a redirect, but not to a login page", kOfArgs,
                    redirected},
    ProbeCheckEntry{"same-body", "two answers bring different bodies", kSameArgs, same_body},
    ProbeCheckEntry{"json-body", "an answer 200 with one of 'types' is no JSON", kJsonArgs,
                    json_body},
    ProbeCheckEntry{"drift", "the served card differs from the repository's", kDriftArgs, drift},
    ProbeCheckEntry{"head", "HEAD is answered otherwise than GET", kOfArgs, head},
    ProbeCheckEntry{"cache", "an answer may not be kept, or for more than a day", kOfArgs, cache},
    ProbeCheckEntry{"etag", "an answer has no ETag, or is sent again to who knows it", kOfArgs,
                    etag},
    ProbeCheckEntry{"cors", "a card of one of 'dialects' may not be read by pages of other origins",
                    kCorsArgs, cors},
    ProbeCheckEntry{"lists", "a header does not list all of 'words'", kListsArgs, lists},
    ProbeCheckEntry{"card-type", "a card comes as application/json", kTypeArgs, card_type},
};

}  // namespace

ProbeCheckTable card_checks() {
  return kTable;
}

}  // namespace cardlint::probe_checks
