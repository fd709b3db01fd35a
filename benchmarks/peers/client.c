/* What a client in C needs for the same work: one thread, epoll, OpenSSL, full verification.

   client ROOTS.pem AT_ONCE [--both] < LIST    each line of LIST: address port name

   As certbind does it: one handshake with each, with its name as SNI (none for an address); the
   chain is verified with the roots, for the name; where the server asked for a certificate in
   TLS 1.3 it falls silent and reads on, to hear whether it is refused. --both: then a second
   handshake by TLS 1.2 that takes only the other kind of key.

   Prints: how many were verified, how many were not, and the CPU seconds of the sweep and of the
   whole process. */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MOST 65536
#define SECONDS 10
#define EC "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305"
#define RSA                                                                         \
  "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-CHACHA20-POLY1305:" \
  "ECDHE-RSA-AES128-SHA:ECDHE-RSA-AES256-SHA:AES128-GCM-SHA256:AES256-GCM-SHA384:AES128-SHA:AES256-SHA"

struct endpoint {
  char address[46], name[256];
  int port, is_second;
};
struct visit {
  struct endpoint *to;
  SSL *tls;
  int fd, asked, reads_on;
  double end;
  struct visit *next, *before;
};

static struct endpoint endpoints[MOST];
static int many, turn, open_now, good, bad, both, epoll;
static SSL_CTX *browsers, *of_ec, *of_rsa;
static struct visit oldest = {.next = &oldest, .before = &oldest}; /* by their end */

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

static double cpu(void) {
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  return used.ru_utime.tv_sec + used.ru_stime.tv_sec +
         (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

static void hear(int is_write, int version, int kind, const void *data, size_t size, SSL *tls,
                 void *unused) {
  (void)version, (void)unused;
  if (!is_write && kind == SSL3_RT_HANDSHAKE && size && *(const unsigned char *)data == 13)
    ((struct visit *)SSL_get_app_data(tls))->asked = 1;
}

static SSL_CTX *context(const char *roots, const char *suites, int newest) {
  SSL_CTX *made = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_min_proto_version(made, TLS1_2_VERSION);
  if (newest) SSL_CTX_set_max_proto_version(made, newest);
  SSL_CTX_set_cipher_list(made, suites);
  SSL_CTX_set_alpn_protos(made, (const unsigned char *)"\2h2\10http/1.1", 12);
  SSL_CTX_set_msg_callback(made, hear);
  if (roots == NULL) return made;
  if (SSL_CTX_load_verify_locations(made, roots, NULL) != 1) exit(2);
  SSL_CTX_set_verify(made, SSL_VERIFY_PEER, NULL);
  return made;
}

static void go(struct endpoint *to) {
  struct sockaddr_in place = {.sin_family = AF_INET, .sin_port = htons(to->port)};
  inet_pton(AF_INET, to->address, &place.sin_addr);
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (fd < 0 ||
      (connect(fd, (struct sockaddr *)&place, sizeof place) < 0 && errno != EINPROGRESS)) {
    if (fd >= 0) close(fd);
    bad++;
    return;
  }
  struct visit *one = calloc(1, sizeof *one);
  one->to = to, one->fd = fd, one->end = seconds() + SECONDS;
  one->tls = SSL_new(!to->is_second ? browsers : to->is_second == EVP_PKEY_RSA ? of_ec : of_rsa);
  SSL_set_app_data(one->tls, one);
  SSL_set_fd(one->tls, fd);
  X509_VERIFY_PARAM *wanted = SSL_get0_param(one->tls);
  if (X509_VERIFY_PARAM_set1_ip_asc(wanted, to->name) != 1) {
    SSL_set_tlsext_host_name(one->tls, to->name);
    X509_VERIFY_PARAM_set1_host(wanted, to->name, 0);
  }
  SSL_set_connect_state(one->tls);
  one->before = oldest.before, one->next = &oldest;
  one->before->next = one->next->before = one;
  struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = one};
  epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
  open_now++;
}

static void leave(struct visit *one, int verified) {
  struct endpoint *to = one->to;
  int kind = 0;
  X509 *leaf = verified ? SSL_get0_peer_certificate(one->tls) : NULL;
  if (leaf != NULL) kind = EVP_PKEY_get_base_id(X509_get0_pubkey(leaf));
  close(one->fd);
  SSL_free(one->tls);
  one->before->next = one->next, one->next->before = one->before;
  free(one);
  open_now--;
  if (to->is_second) return;
  verified ? good++ : bad++;
  if (both && verified) {
    to->is_second = kind;
    go(to);
  }
}

static void step(struct visit *one) {
  char byte;
  ERR_clear_error();
  if (!one->reads_on) {
    int done = SSL_do_handshake(one->tls);
    if (done != 1) {
      int why = SSL_get_error(one->tls, done);
      if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE) leave(one, 0);
      return;
    }
    if (!one->asked || SSL_version(one->tls) != TLS1_3_VERSION) {
      leave(one, 1);
      return;
    }
    one->reads_on = 1;
    shutdown(one->fd, SHUT_WR);
  }
  int got = SSL_read(one->tls, &byte, 1);
  if (got > 0) leave(one, 1);
  else if (SSL_get_error(one->tls, got) != SSL_ERROR_WANT_READ)
    leave(one, SSL_get_error(one->tls, got) == SSL_ERROR_ZERO_RETURN);
}

int main(int count, char **given) {
  if (count < 3) return 2;
  int at_once = atoi(given[2]);
  both = count > 3 && strcmp(given[3], "--both") == 0;
  signal(SIGPIPE, SIG_IGN);
  browsers = context(given[1], EC ":" RSA, 0);
  of_ec = context(NULL, EC, TLS1_2_VERSION);
  of_rsa = context(NULL, RSA, TLS1_2_VERSION);
  while (many < MOST && scanf("%45s %d %255s", endpoints[many].address, &endpoints[many].port,
                              endpoints[many].name) == 3)
    many++;
  epoll = epoll_create1(0);
  double begun = cpu();
  while (turn < many || open_now) {
    while (turn < many && open_now < at_once) go(&endpoints[turn++]);
    struct epoll_event events[64];
    int found = epoll_wait(epoll, events, 64, 100);
    for (int n = 0; n < found; n++) step(events[n].data.ptr);
    while (oldest.next != &oldest && oldest.next->end < seconds()) leave(oldest.next, 0);
  }
  double end = cpu();
  printf("%d %d %.6f %.6f\n", good, bad, end - begun, end);
}
