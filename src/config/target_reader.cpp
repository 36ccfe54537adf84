#include "config/target_reader.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "address/web_url.h"
#include "base/file_io.h"
#include "config/keys.h"
#include "diag/words.h"
#include "doc/companion.h"
#include "secret/credential_name.h"
#include "secret/text_scan.h"

namespace cardlint {
namespace {

using std::string_view_literals::operator""sv;

bool is_variable(std::string_view name) {
  const auto letter = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
  };
  return !name.empty() && name.size() <= 256 && letter(name[0]) &&
         std::all_of(name.begin(), name.end(),
                     [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

// The variable of "${env:NAME}", or nothing.
std::string_view variable_of(std::string_view text) {
  constexpr std::string_view kOpen = "${env:";
  if (!text.starts_with(kOpen) || !text.ends_with('}')) return {};
  const std::string_view name = text.substr(kOpen.size(), text.size() - kOpen.size() - 1);
  return is_variable(name) ? name : std::string_view();
}

// The variable that another notation means: $NAME, ${NAME}, env:NAME, ${env.NAME}.
std::string_view meant_variable(std::string_view text) {
  if (!text.starts_with('$') && !text.starts_with("env:") && !text.starts_with('{')) return {};
  while (!text.empty() && (text[0] == '$' || text[0] == '{' || text[0] == ' '))
    text.remove_prefix(1);
  while (text.ends_with('}') || text.ends_with(' ')) text.remove_suffix(1);
  for (const std::string_view prefix : {"env:"sv, "env."sv, "ENV:"sv}) {
    if (text.starts_with(prefix)) text.remove_prefix(prefix.size());
  }
  return is_variable(text) ? text : std::string_view();
}

// RFC 9110 §5.6.2
bool is_field_name(std::string_view name) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           kMarks.find(c) != std::string_view::npos;
  });
}

class TargetReader {
 public:
  TargetReader(Reading& reading, const std::string& folder,
               const std::vector<std::string_view>& checks)
      : reading_(reading), folder_(folder), checks_(checks) {}

  ProbeTargetConfig target(Value value) {
    ProbeTargetConfig target;
    if (!reading_.object(value, config_keys::kTarget)) return target;
    target.place = reading_.position(value);
    if (!value["url"]) reading_.missing(value, "url");
    target.url = url(value["url"], false);
    target.posture = posture(value["posture"]);
    target.card = read_path(reading_, value["card"], folder_).value_or("");
    target.manifest = read_path(reading_, value["manifest"], folder_).value_or("");
    target.tools = read_path(reading_, value["tools"], folder_).value_or("");
    target.client_id = reading_.text(value["client-id"]).value_or("");
    target.issuer = url(value["issuer"], false);
    target.browser = reading_.flag(value["browser"]);
    target.headers = variables(value["headers"]);
    if (const Value bearer = value["bearer"]) target.bearer = variable(bearer);
    target.consumers = read_consumers(reading_, value["consumers"]);
    if (const Value rows = value["expect"]; rows && reading_.list(rows)) {
      for (const Value row : rows) target.expect.push_back(expectation(row));
    }
    return target;
  }

 private:
  std::optional<Posture> posture(Value value) {
    if (!value) return std::nullopt;
    return reading_.word<Posture>(value, parse_posture, posture_words());
  }

  // `or_path`: a path on the target's origin will do.
  std::string url(Value value, bool or_path) {
    const auto text = reading_.text(value);
    if (!text) return {};
    if (or_path && text->starts_with('/') && !text->starts_with("//")) return *text;
    const WebUrl parsed = parse_web_url(*text);
    // The text is not repeated where it holds a credential.
    if (parsed.has_userinfo || !scan_text(*text).empty()) {
      reading_.fault(value, fmt::format("{} holds a credential; take it out of the file and out "
                                        "of its history",
                                        called(value)));
    } else if (!parsed.valid || (parsed.scheme != "https" && parsed.scheme != "http") ||
               parsed.host.empty()) {
      reading_.fault(value, fmt::format("{} is {}, expected {}an address that begins with "
                                        "https:// or http://",
                                        called(value), shown(value),
                                        or_path ? "a path that begins with '/', or " : ""));
    }
    return *text;
  }

  bool field_name(Value member) {
    constexpr std::array kOwn{"host"sv, "content-length"sv, "transfer-encoding"sv, "connection"sv};
    if (!is_field_name(member.key())) {
      reading_.fault_at_key(
          member, fmt::format("'{}' is no name of a header field", printable(member.key(), 60)));
      return false;
    }
    const std::string lower = to_lower_ascii(member.key());
    if (std::find(kOwn.begin(), kOwn.end(), lower) == kOwn.end()) return true;
    reading_.fault_at_key(member, fmt::format("'{}' is set by the transport, not by a "
                                              "configuration",
                                              printable(member.key(), 60)));
    return false;
  }

  std::vector<ProbeHeader> variables(Value object) {
    std::vector<ProbeHeader> headers;
    if (!object || !reading_.map(object)) return headers;
    std::set<std::string> seen;
    for (const Value member : object) {
      if (!field_name(member)) continue;
      if (!seen.insert(to_lower_ascii(member.key())).second)
        reading_.fault_at_key(member, fmt::format("the header field '{}' is here twice",
                                                  printable(member.key(), 60)));
      headers.push_back({std::string(member.key()), variable(member)});
    }
    return headers;
  }

  // What stands there instead of a reference may be the credential itself: it is never shown.
  std::string variable(Value value) {
    if (value.is_string()) {
      if (const std::string_view name = variable_of(value.text()); !name.empty())
        return std::string(name);
    }
    const std::string_view meant = value.is_string() ? meant_variable(value.text()) : "";
    if (!meant.empty()) {
      reading_.fault(value, fmt::format("{} is no reference to the environment; did you mean "
                                        "'${{env:{}}}'?",
                                        called(value), meant));
    } else {
      reading_.fault(value, fmt::format("{} is a literal value: never write a credential into the "
                                        "file; name a variable of the environment, '${{env:NAME}}'",
                                        called(value)));
    }
    return {};
  }

  std::vector<std::pair<std::string, std::string>> fields(Value object, bool sent) {
    std::vector<std::pair<std::string, std::string>> fields;
    if (!object || !reading_.map(object)) return fields;
    for (const Value member : object) {
      if (!field_name(member)) continue;
      const std::string lower = to_lower_ascii(member.key());
      const bool credential = lower == "authorization" || lower == "cookie" ||
                              lower == "proxy-authorization" || is_credential_like(member.key()) ||
                              (member.is_string() && !scan_text(member.text()).empty());
      if (sent && credential) {
        reading_.fault(member, fmt::format("{} carries a credential: put it under 'headers' or "
                                           "'bearer' of the target, as '${{env:NAME}}'",
                                           called(member)));
        continue;
      }
      if (auto text = reading_.text(member))
        fields.emplace_back(std::string(member.key()), *std::move(text));
    }
    return fields;
  }

  std::vector<int> statuses(Value value) {
    std::vector<int> all;
    if (!value) return all;
    if (value.is_array() && value.size() == 0)
      reading_.fault(value, fmt::format("{} is empty", called(value)));
    const auto one = [&](Value item) {
      if (const auto status = reading_.number(item, 100, 599))
        all.push_back(static_cast<int>(*status));
    };
    if (!value.is_array()) one(value);
    if (value.is_array()) std::for_each(value.begin(), value.end(), one);
    return all;
  }

  std::string word(Value value, const std::vector<std::string_view>& words) {
    if (!value) return {};
    const auto parse = [&](std::string_view text) -> std::optional<std::string> {
      const bool known = std::find(words.begin(), words.end(), text) != words.end();
      return known ? std::optional(std::string(text)) : std::nullopt;
    };
    return reading_.word<std::string>(value, parse, words).value_or("");
  }

  // A row may have a name of its own where it says what to ask; else it changes a built-in check.
  std::string check_id(Value row) {
    std::string id(reading_.text(row["id"]).value_or(""));
    const bool known = std::find(checks_.begin(), checks_.end(), id) != checks_.end();
    if (!id.empty() && !known && (!row["url"] || id.starts_with("probe-")))
      reading_.fault(row["id"], fmt::format("there is no check '{}'{}", printable(id, 60),
                                            did_you_mean(id, checks_)));
    return id;
  }

  ProbeExpectation expectation(Value value) {
    ProbeExpectation row;
    if (!reading_.object(value, config_keys::kExpect)) return row;
    row.place = reading_.position(value);
    row.id = check_id(value);
    row.url = url(value["url"], true);
    if (!value["id"] && !value["url"])
      reading_.fault(value, fmt::format("{} names neither a check ('id') nor an address ('url')",
                                        called(value)));
    row.method = word(value["method"], {"GET", "HEAD", "OPTIONS", "POST"});
    row.auth = word(value["auth"], {"none", "bearer", "headers"});
    row.send = fields(value["send"], true);
    row.statuses = statuses(value["status"]);
    for (const std::string& type : reading_.texts(value["media-type"])) {
      if (type.find('/') == std::string::npos)
        reading_.fault(value["media-type"], fmt::format("'{}' is no media type such as "
                                                        "application/json",
                                                        printable(type, 60)));
      row.media_types.push_back(to_lower_ascii(type));
    }
    row.headers = fields(value["headers"], false);
    row.body_file = read_path(reading_, value["body-file"], folder_).value_or("");
    if (value["severity"])
      row.severity = reading_.word<Severity>(value["severity"], parse_severity, severity_words());
    row.reason = reading_.text(value["reason"]).value_or("");
    const bool judges = value["status"] || value["media-type"] || value["headers"] ||
                        value["body-file"] || value["severity"];
    if (!judges)
      reading_.fault(value, fmt::format("{} expects nothing: give 'status', 'media-type', "
                                        "'headers', 'body-file' or 'severity'",
                                        called(value)));
    return row;
  }

  Reading& reading_;
  const std::string& folder_;
  const std::vector<std::string_view>& checks_;
};

}  // namespace

ConsumerSet read_consumers(Reading& reading, Value list) {
  ConsumerSet set;
  if (!list || !reading.list(list)) return set;
  if (list.size() == 0) reading.fault(list, fmt::format("{} is empty", called(list)));
  for (const Value item : list) {
    if (const auto consumer = reading.word<Consumer>(item, parse_consumer, consumer_words()))
      set.add(*consumer);
  }
  return set;
}

std::optional<std::string> read_path(Reading& reading, Value value, const std::string& folder) {
  const auto given = reading.text(value);
  if (!given) return std::nullopt;
  const auto below = path_below_root(*given);
  const std::string absolute = !below || below->empty() ? folder : join_path(folder, *below);
  if (!below || !is_below(real_path(absolute), real_path(folder))) {
    reading.fault(value, fmt::format("{} is {}, which leads out of the folder of the configuration",
                                     called(value), shown(value)));
    return std::nullopt;
  }
  return absolute;
}

std::vector<ProbeTargetConfig> read_targets(Reading& reading, Value list, const std::string& folder,
                                            const std::vector<std::string_view>& checks) {
  constexpr std::size_t kMaxTargets = 1000;
  std::vector<ProbeTargetConfig> targets;
  if (!list || !reading.list(list)) return targets;
  if (list.size() > kMaxTargets) {
    reading.fault(list, fmt::format("more than {} targets", kMaxTargets));
    return targets;
  }
  std::set<std::string> seen;
  TargetReader reader(reading, folder, checks);
  for (const Value item : list) {
    targets.push_back(reader.target(item));
    const std::string& url = targets.back().url;
    if (!url.empty() && !seen.insert(url).second)
      reading.fault(item["url"], fmt::format("{} is a target already", shown(item["url"])));
  }
  return targets;
}

}  // namespace cardlint
