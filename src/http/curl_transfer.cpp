#include "http/curl_transfer.h"

#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <ctime>
#include <utility>

#include "base/text.h"
#include "http/curl_outcome.h"

namespace cardlint {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

namespace {

// What this libcurl decodes; zstd is not asked for, since few clients ask for it.
const char* codings() {
  static const bool kHasBrotli =
      (curl_version_info(CURLVERSION_NOW)->features & CURL_VERSION_BROTLI) != 0;
  return kHasBrotli ? "gzip, deflate, br" : "gzip, deflate";
}

CurlTransfer& transfer_of(void* self) {
  return *static_cast<CurlTransfer*>(self);
}

std::optional<IpAddress> address_of(const curl_sockaddr& from) {
  IpAddress address;
  if (from.family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &from.addr, sizeof v4);
    std::memcpy(address.bytes.data(), &v4.sin_addr, 4);
    address.is_v4 = true;
    return address;
  }
  if (from.family != AF_INET6) return std::nullopt;
  // curl_sockaddr ends in a sockaddr, behind which libcurl keeps room for the longer form.
  sockaddr_in6 v6{};
  std::memcpy(&v6, reinterpret_cast<const char*>(&from) + offsetof(curl_sockaddr, addr), sizeof v6);
  std::memcpy(address.bytes.data(), &v6.sin6_addr, 16);
  return address;
}

}  // namespace

CurlTransfer::CurlTransfer(const HttpSettings& settings, CurlLoop& loop, Certificates& certificates)
    : settings_(settings),
      loop_(loop),
      certificates_(certificates),
      easy_(curl_easy_init()),
      reader_(settings.limits) {}

void* CurlTransfer::tag_of(CURL* easy) {
  char* tag = nullptr;
  curl_easy_getinfo(easy, CURLINFO_PRIVATE, &tag);
  return tag;
}

bool CurlTransfer::start(const HttpRequest& request, Hop hop, Exchange& exchange, void* tag) {
  if (!easy_) return false;
  curl_easy_reset(easy_.get());
  hop_ = std::move(hop);
  exchange_ = &exchange;
  pool_ = hop_.guarded ? ConnectionPool::Guarded : ConnectionPool::Open;
  coded_bytes_ = marked_bytes_ = 0;
  peeking_ = blocked_ = false;
  error_[0] = '\0';
  reader_.begin(request, exchange, hop_.follows);
  curl_easy_setopt(easy_.get(), CURLOPT_PRIVATE, tag);
  set_connection();
  set_method(request);
  set_headers(request);
  start_ = mark_ = Clock::now();
  return loop_.add(pool_, easy_.get());
}

void CurlTransfer::set_connection() {
  CURL* easy = easy_.get();
  const HttpLimits& limits = settings_.limits;
  const auto set = [&](CURLoption option, auto value) { curl_easy_setopt(easy, option, value); };
  set(CURLOPT_URL, hop_.target.url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_ERRORBUFFER, error_.data());
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits.connect.count()));
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(limits.total.count()));
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(CURLOPT_CERTINFO, 1L);
  set(CURLOPT_SSL_SESSIONID_CACHE, 0L);  // a resumed session may come without its certificate
  // With a folder of certificates beside the file, libcurl would read both for each connection.
  if (!settings_.ca_file.empty()) {
    set(CURLOPT_CAINFO, settings_.ca_file.c_str());
    set(CURLOPT_PROXY_CAINFO, settings_.ca_file.c_str());
  }
  const char* own = curl_version_info(CURLVERSION_NOW)->cainfo;
  if (own != nullptr || !settings_.ca_file.empty()) {
    set(CURLOPT_CAPATH, static_cast<char*>(nullptr));
    set(CURLOPT_PROXY_CAPATH, static_cast<char*>(nullptr));
  }
  // Both must be said, else libcurl asks the environment.
  set(CURLOPT_PROXY, settings_.proxy.c_str());
  set(CURLOPT_NOPROXY, settings_.proxy.empty() ? "*" : "");
  set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  set(CURLOPT_OPENSOCKETFUNCTION, on_open);
  set(CURLOPT_OPENSOCKETDATA, this);
  pins_.clear();
  if (!hop_.addresses.empty() && !hop_.target.literal) {
    std::string pin = hop_.target.authority() + ":";
    for (const IpAddress& address : hop_.addresses) {
      if (pin.back() != ':') pin += ',';
      pin += address.is_v4 ? to_text(address) : "[" + to_text(address) + "]";
    }
    pins_.add(pin);
    set(CURLOPT_RESOLVE, pins_.get());
  }
}

void CurlTransfer::set_method(const HttpRequest& request) {
  CURL* easy = easy_.get();
  switch (request.method) {
    case HttpMethod::Get:
      break;
    case HttpMethod::Head:
      curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
      break;
    case HttpMethod::Options:
      curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, "OPTIONS");
      break;
    case HttpMethod::Post:
      curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                       static_cast<curl_off_t>(request.body.size()));
      curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.data());
      break;
  }
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, on_debug);
  curl_easy_setopt(easy, CURLOPT_DEBUGDATA, this);
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, codings());
}

void CurlTransfer::set_headers(const HttpRequest& request) {
  headers_.clear();
  const auto add = [&](const HttpHeader& header) {
    // libcurl takes "Name:" as the wish to send none; "Name;" is an empty one.
    headers_.add(header.value.empty() ? header.name + ";"
                                      : fmt::format("{}: {}", header.name, header.value));
  };
  for (const HttpHeader& header : request.headers) add(header);
  if (hop_.credentials) {
    for (const HttpHeader& header : request.credentials) add(header);
  }
  if (request.method == HttpMethod::Post) {
    headers_.add("Expect:");
    if (find_header(request.headers, "content-type") == nullptr) headers_.add("Content-Type:");
  }
  if (headers_.get() != nullptr) curl_easy_setopt(easy_.get(), CURLOPT_HTTPHEADER, headers_.get());
  if (!settings_.user_agent.empty() && find_header(request.headers, "user-agent") == nullptr) {
    curl_easy_setopt(easy_.get(), CURLOPT_USERAGENT, settings_.user_agent.c_str());
  }
}

// The last look before a socket is opened: nothing but what was judged, whatever made libcurl ask.
bool CurlTransfer::accepts(const curl_sockaddr& to) {
  if (!settings_.proxy.empty()) return true;  // it is the proxy that is connected to
  const auto address = address_of(to);
  const auto& known = hop_.addresses;
  if (address && std::find(known.begin(), known.end(), *address) != known.end() &&
      (!hop_.guarded || classify(*address).is_public())) {
    return true;
  }
  blocked_ = true;
  blocked_address_ = address ? to_text(*address) : "no IP address";
  return false;
}

curl_socket_t CurlTransfer::on_open(void* self, curlsocktype, curl_sockaddr* address) {
  if (!transfer_of(self).accepts(*address)) return CURL_SOCKET_BAD;
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t CurlTransfer::on_header(char* data, std::size_t size, std::size_t count, void* self) {
  CurlTransfer& transfer = transfer_of(self);
  AnswerReader& reader = transfer.reader_;
  const bool had_status = reader.has_status();
  if (!reader.header_line({data, size * count})) return 0;
  if (!had_status) transfer.mark_ = Clock::now();
  // From here on the bytes are counted before they are decoded: libcurl's own counter lags behind,
  // by up to a buffer, while a piece is handed over.
  if (reader.is_coded()) curl_easy_setopt(transfer.easy(), CURLOPT_VERBOSE, 1L);
  return size * count;
}

std::size_t CurlTransfer::on_body(char* data, std::size_t size, std::size_t count, void* self) {
  CurlTransfer& transfer = transfer_of(self);
  if (!transfer.reader_.body_piece({data, size * count}, transfer.received())) return 0;
  return size * count;
}

int CurlTransfer::on_debug(CURL*, curl_infotype type, char*, std::size_t size, void* self) {
  if (type == CURLINFO_DATA_IN) transfer_of(self).coded_bytes_ += size;
  return 0;
}

// Before the request is sent: the connection has shown its certificate, that is all.
int CurlTransfer::on_ready(void*, char*, char*, int, int) {
  return CURL_PREREQFUNC_ABORT;
}

std::size_t CurlTransfer::received() const {
  curl_off_t downloaded = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_SIZE_DOWNLOAD_T, &downloaded);
  return std::max(coded_bytes_, static_cast<std::size_t>(downloaded));
}

bool CurlTransfer::is_overdue(Clock::time_point now) {
  if (peeking_) return false;  // libcurl's own limits hold
  const HttpLimits& limits = settings_.limits;
  if (!reader_.has_status()) {
    curl_off_t sent = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_PRETRANSFER_TIME_T, &sent);
    if (sent == 0 || now - start_ < std::chrono::microseconds(sent) + limits.first_byte) {
      return false;
    }
    exchange_->fault = HttpFault::Timeout;
    exchange_->detail = fmt::format("no answer within {} ms", limits.first_byte.count());
    return true;
  }
  if (now - mark_ < limits.slow_window) return false;
  const std::size_t bytes = reader_.header_bytes() + received();
  const auto seconds = std::chrono::duration<double>(now - mark_).count();
  const auto wanted = static_cast<double>(limits.slow_bytes) * seconds;
  if (static_cast<double>(bytes - marked_bytes_) < wanted) {
    exchange_->fault = HttpFault::Timeout;
    exchange_->detail = fmt::format("slower than {} bytes a second", limits.slow_bytes);
    return true;
  }
  mark_ = now;
  marked_bytes_ = bytes;
  return false;
}

void CurlTransfer::give_up(HttpFault fault, std::string detail) {
  exchange_->fault = fault;
  exchange_->detail = std::move(detail);
}

bool CurlTransfer::finish(CURLcode code) {
  loop_.remove(pool_, easy_.get());
  if (!peeking_) {
    if (exchange_->fault == HttpFault::None) take_fault(code);
    take_facts();
    const HttpFault fault = exchange_->fault;
    const bool of_certificate = fault == HttpFault::TlsExpired || fault == HttpFault::TlsHost ||
                                fault == HttpFault::TlsUntrusted;
    if (of_certificate && !exchange_->certificate && peek_certificate()) return false;
  } else {
    exchange_->certificate = read_certificate(easy_.get());
  }
  exchange_->at = static_cast<std::int64_t>(std::time(nullptr));
  return true;
}

// libcurl 7.88 shows no certificate that it does not accept. A second connection, which accepts
// all, reads it and says nothing.
bool CurlTransfer::peek_certificate() {
  CURL* easy = easy_.get();
  peeking_ = true;
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
  curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
  curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
  curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, on_ready);
  curl_easy_setopt(easy, CURLOPT_PREREQDATA, this);
  return loop_.add(pool_, easy);
}

std::string CurlTransfer::timeout_text() const {
  curl_off_t sent = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_PRETRANSFER_TIME_T, &sent);
  return sent == 0 ? fmt::format("no connection within {} ms", settings_.limits.connect.count())
                   : fmt::format("not complete within {} ms", settings_.limits.total.count());
}

void CurlTransfer::take_fault(CURLcode code) {
  exchange_->body_whole = false;
  if (reader_.fault() != HttpFault::None) return give_up(reader_.fault(), reader_.detail());
  if (reader_.is_enough()) return;
  if (blocked_ && !reader_.has_status()) {
    return give_up(HttpFault::BlockedAddress,
                   fmt::format("a connection to {} was not allowed", blocked_address_));
  }
  const CurlEnding ending{code, reader_.has_status(), reader_.has_headers(), error_.data()};
  const HttpFault fault = fault_of(easy_.get(), ending);
  if (fault == HttpFault::None) {
    exchange_->body_whole = true;
  } else {
    exchange_->stream_reset = code == CURLE_HTTP2_STREAM;
    give_up(fault, fault == HttpFault::Timeout ? timeout_text() : detail_of(ending));
  }
}

void CurlTransfer::take_facts() {
  // Half an answer says nothing: the header that would count may be among those that did not come.
  const bool has_status = exchange_->status != 0;
  if (!reader_.has_headers()) {
    exchange_->status = 0;
    exchange_->headers.clear();
  }
  exchange_->timing = read_timing(easy_.get(), hop_.dns_milliseconds);
  exchange_->remote = read_remote(easy_.get());
  if (hop_.target.scheme != "https") return;
  const std::string authority = hop_.target.authority();
  if (auto certificate = read_certificate(easy_.get())) {
    certificates_[authority] = *certificate;
    exchange_->certificate = std::move(certificate);
  } else if (const auto known = certificates_.find(authority);
             known != certificates_.end() && has_status) {
    exchange_->certificate = known->second;
  }
}

}  // namespace cardlint
