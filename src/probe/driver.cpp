#include "probe/driver.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include <fmt/format.h>

#include "probe/walk.h"
#include "probe/well_known.h"

namespace cardlint {
namespace {

constexpr std::size_t kTargetsAtOnce = 64;
constexpr std::size_t kShortest = 4;  // a credential shorter than this would tear up every text
constexpr std::string_view kRedacted = "[redacted]";

// "Bearer abc" is a credential as a whole and in its last word.
std::vector<std::string> secret_texts(const std::vector<HttpHeader>& credentials) {
  std::vector<std::string> texts;
  for (const HttpHeader& header : credentials) {
    texts.push_back(header.value);
    const std::size_t space = header.value.rfind(' ');
    if (space != std::string::npos) texts.push_back(header.value.substr(space + 1));
  }
  texts.erase(std::remove_if(texts.begin(), texts.end(),
                             [](const std::string& text) { return text.size() < kShortest; }),
              texts.end());
  return texts;
}

void redact(std::string& text, const std::vector<std::string>& secrets) {
  for (const std::string& secret : secrets) {
    for (std::size_t at = text.find(secret); at != std::string::npos;
         at = text.find(secret, at + kRedacted.size()))
      text.replace(at, secret.size(), kRedacted);
  }
}

// One target on its way.
struct Session {
  const ProbeTarget* target;
  std::size_t index;
  Journal journal;
  std::vector<std::string> secrets;
  std::set<std::string, std::less<>> sent;                // roles under way or done
  std::map<std::string, std::size_t> origins;             // requests so far
  std::map<std::string, std::vector<std::string>> twins;  // the same question under other roles
  std::size_t in_flight = 0;
};

class Driver {
 public:
  Driver(const std::vector<ProbeTarget>& targets, const ProbeSettings& settings,
         Transport& transport, const std::function<void(std::size_t, Journal)>& done,
         const std::function<void(const ProbeProgress&)>& progress)
      : targets_(targets),
        settings_(settings),
        transport_(transport),
        done_(done),
        tell_(progress) {
    progress_.targets = targets.size();
  }

  void run() {
    while (next_ < targets_.size() && next_ < kTargetsAtOnce) start();
    transport_.run();
  }

 private:
  void start() {
    auto session = std::make_shared<Session>();
    session->index = next_++;
    session->target = &targets_[session->index];
    session->secrets = secret_texts(session->target->credentials);
    advance(session);
  }

  void advance(const std::shared_ptr<Session>& session) {
    // Answers that cost no request may make more steps known at once.
    for (bool more = true; more;) {
      more = false;
      const Walk walk = next_steps(*session->target, settings_, session->journal);
      for (const Step& step : walk.steps) more = take(session, step) || more;
    }
    if (session->in_flight > 0) return;
    ++progress_.targets_done;
    if (tell_) tell_(progress_);
    done_(session->index, std::move(session->journal));
    if (next_ < targets_.size()) start();
  }

  // True when the journal grew without a request.
  bool take(const std::shared_ptr<Session>& session, const Step& step) {
    if (!session->sent.insert(step.role).second) return false;
    const std::string key = question(step.request);
    if (!key.empty()) {
      if (const auto twin = session->twins.find(key); twin != session->twins.end()) {
        twin->second.push_back(step.role);
        const Exchange* known = session->journal.find(twin->second.front());
        if (known == nullptr) return false;  // arrives with its twin
        session->journal.add(step.role, *known);
        return true;
      }
      session->twins[key] = {step.role};
    }
    const std::size_t limit =
        static_cast<std::size_t>(settings_.per_origin) * (settings_.active ? 2 : 1);
    if (++session->origins[origin_of(step.request.url)] > limit) {
      Exchange refused;
      refused.request = step.request;
      refused.fault = HttpFault::Budget;
      refused.detail = fmt::format("more than {} requests to one origin", limit);
      settle(session, step.role, key, std::move(refused));
      return true;
    }
    ++session->in_flight;
    transport_.send(step.request, [this, session, role = step.role, key](Exchange exchange) {
      --session->in_flight;
      ++progress_.exchanges;
      if (tell_) tell_(progress_);
      settle(session, role, key, std::move(exchange));
      advance(session);
    });
    return false;
  }

  void settle(const std::shared_ptr<Session>& session, const std::string& role,
              const std::string& key, Exchange exchange) {
    exchange.request.credentials.clear();
    exchange.request.enough = nullptr;
    redact(exchange.body, session->secrets);
    redact(exchange.detail, session->secrets);
    for (HttpHeader& header : exchange.headers) redact(header.value, session->secrets);
    for (HttpHop& hop : exchange.hops) redact(hop.location, session->secrets);
    const auto twins = key.empty() ? session->twins.end() : session->twins.find(key);
    if (twins != session->twins.end()) {
      for (std::size_t i = 1; i < twins->second.size(); ++i)
        session->journal.add(twins->second[i], exchange);
    }
    session->journal.add(role, std::move(exchange));
  }

  // Two plain reads that are alike byte for byte are one; "" for what must be asked itself.
  static std::string question(const HttpRequest& request) {
    if (request.method != HttpMethod::Get || !request.credentials.empty() || request.enough)
      return {};
    std::string key = fmt::format("{} {}", request.max_redirects, request.url);
    for (const HttpHeader& header : request.headers)
      key += fmt::format("\n{}: {}", header.name, header.value);
    return key;
  }

  const std::vector<ProbeTarget>& targets_;
  const ProbeSettings& settings_;
  Transport& transport_;
  const std::function<void(std::size_t, Journal)>& done_;
  const std::function<void(const ProbeProgress&)>& tell_;
  std::size_t next_ = 0;
  ProbeProgress progress_;
};

}  // namespace

void run_walks(const std::vector<ProbeTarget>& targets, const ProbeSettings& settings,
               Transport& transport, const std::function<void(std::size_t, Journal)>& done,
               const std::function<void(const ProbeProgress&)>& progress) {
  Driver(targets, settings, transport, done, progress).run();
}

}  // namespace cardlint
