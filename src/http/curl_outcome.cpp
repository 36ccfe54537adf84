#include "http/curl_outcome.h"

#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/text.h"

namespace cardlint {
namespace {

// X509_V_ERR_UNSPECIFIED, X509_V_ERR_CERT_NOT_YET_VALID, X509_V_ERR_CERT_HAS_EXPIRED of OpenSSL's
// x509_vfy.h
constexpr long kUnspecified = 1;
constexpr long kNotYetValid = 9;
constexpr long kExpired = 10;

HttpFault fault_of_certificate(CURL* easy) {
  long result = 0;
  curl_easy_getinfo(easy, CURLINFO_SSL_VERIFYRESULT, &result);
  if (result == kNotYetValid || result == kExpired) return HttpFault::TlsExpired;
  // libcurl compares the name itself, when the chain is found good, and before it takes the result
  // over: until then 7.88 says kUnspecified (tests/probe/http_tls.test.cpp).
  return result == 0 || result == kUnspecified ? HttpFault::TlsHost : HttpFault::TlsUntrusted;
}

HttpFault fault_of_broken_receiving(CURL* easy, const CurlEnding& ending) {
  long tunnel = 0;
  curl_easy_getinfo(easy, CURLINFO_HTTP_CONNECTCODE, &tunnel);
  if (tunnel >= 300) return HttpFault::Connect;  // the proxy would not
  const std::string_view text = ending.text;
  const auto says = [&](std::string_view part) { return text.find(part) != text.npos; };
  // A TLS connection that ends without saying so.
  if (says("unexpected eof")) {
    return ending.has_status ? HttpFault::Truncated : HttpFault::Reset;
  }
  return says("Recv failure") || says("SSL_read") || says("SSL_ERROR_SYSCALL")
             ? HttpFault::Reset
             : HttpFault::Protocol;
}

double milliseconds(CURL* easy, CURLINFO which) {
  curl_off_t microseconds = 0;
  curl_easy_getinfo(easy, which, &microseconds);
  return static_cast<double>(microseconds) / 1000.0;
}

// "Subject:CN = example.com" gives what follows the name, if the line has that name.
const char* value_of(const char* line, std::string_view name) {
  return std::string_view(line).starts_with(name) ? line + name.size() : nullptr;
}

}  // namespace

HttpFault fault_of(CURL* easy, const CurlEnding& ending) {
  switch (ending.code) {
    case CURLE_OK:
      // libcurl 7.88 calls an answer whole that ends between two headers.
      if (ending.has_headers) return HttpFault::None;
      return ending.has_status ? HttpFault::Truncated : HttpFault::Reset;
    case CURLE_URL_MALFORMAT:
      return HttpFault::Url;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return HttpFault::Dns;
    case CURLE_COULDNT_CONNECT:
    case CURLE_PROXY:
      return HttpFault::Connect;
    case CURLE_PEER_FAILED_VERIFICATION:
      return fault_of_certificate(easy);
    case CURLE_SSL_CONNECT_ERROR:
      // Says nothing of certificates and versions, which a server refuses by an alert; servers
      // under load break off so.
      if (ending.text.find("reset by peer") != std::string::npos) return HttpFault::Connect;
      return HttpFault::Tls;
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_ENGINE_INITFAILED:
      return HttpFault::Tls;
    case CURLE_OPERATION_TIMEDOUT:
      return HttpFault::Timeout;
    case CURLE_PARTIAL_FILE:
      return HttpFault::Truncated;
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_HTTP2_STREAM:
      return HttpFault::Reset;
    case CURLE_RECV_ERROR:
      return fault_of_broken_receiving(easy, ending);
    case CURLE_BAD_CONTENT_ENCODING:
      return HttpFault::Encoding;
    case CURLE_OUT_OF_MEMORY:  // of 7.88 also for a line beyond 100 KB
#if LIBCURL_VERSION_NUM >= 0x080600
    case CURLE_TOO_LARGE:
#endif
      return ending.has_headers ? HttpFault::Protocol : HttpFault::HeadersTooLarge;
    default:
      return HttpFault::Protocol;
  }
}

std::string detail_of(const CurlEnding& ending) {
  if (ending.code == CURLE_OK) return "the connection closed before the headers were complete";
  const std::string text = ending.text.empty() ? curl_easy_strerror(ending.code) : ending.text;
  return printable(trim(text), 200);
}

std::optional<HttpCertificate> read_certificate(CURL* easy) {
  curl_certinfo* info = nullptr;
  if (curl_easy_getinfo(easy, CURLINFO_CERTINFO, &info) != CURLE_OK || info == nullptr ||
      info->num_of_certs < 1) {
    return std::nullopt;
  }
  HttpCertificate certificate;
  for (const curl_slist* item = info->certinfo[0]; item != nullptr; item = item->next) {
    if (const char* subject = value_of(item->data, "Subject:")) certificate.subject = subject;
    if (const char* issuer = value_of(item->data, "Issuer:")) certificate.issuer = issuer;
    if (const char* start = value_of(item->data, "Start date:")) {
      certificate.not_before = std::int64_t{curl_getdate(start, nullptr)};
    }
    if (const char* end = value_of(item->data, "Expire date:")) {
      certificate.not_after = std::int64_t{curl_getdate(end, nullptr)};
    }
  }
  return certificate;
}

HttpTiming read_timing(CURL* easy, double dns_milliseconds) {
  long connections = 0;
  curl_easy_getinfo(easy, CURLINFO_NUM_CONNECTS, &connections);
  const auto since_start = [&](CURLINFO which) {
    const double value = milliseconds(easy, which);
    return value > 0 ? dns_milliseconds + value : 0;
  };
  HttpTiming timing;
  timing.dns = dns_milliseconds;
  if (connections > 0) {
    timing.connect = since_start(CURLINFO_CONNECT_TIME_T);
    timing.tls = since_start(CURLINFO_APPCONNECT_TIME_T);
  }
  timing.first_byte = since_start(CURLINFO_STARTTRANSFER_TIME_T);
  timing.total = since_start(CURLINFO_TOTAL_TIME_T);
  return timing;
}

std::string read_remote(CURL* easy) {
  const char* address = nullptr;
  curl_easy_getinfo(easy, CURLINFO_PRIMARY_IP, &address);
  return address == nullptr ? "" : address;
}

}  // namespace cardlint
