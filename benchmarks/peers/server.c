/* Endpoints for the sweep's benchmark: TLS on many loopback addresses and ports.

   server FOLDER < LIST    each line of LIST: address port chain.pem key.pem

   Prints "ready" when all listen. A certificate is read once, however many endpoints show it. It
   resumes no session, shakes hands, and waits until the other side leaves. */

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#define THREADS 8
#define MOST 16384
#define SECONDS 10

static SSL_CTX *contexts[1 << 16]; /* by the listening socket */
static int listening;

static SSL_CTX *context_of(const char *chain, const char *key) {
  static char last[512];
  static SSL_CTX *made;
  if (strcmp(last, chain) == 0) return made;
  made = SSL_CTX_new(TLS_server_method());
  if (SSL_CTX_use_certificate_chain_file(made, chain) != 1 ||
      SSL_CTX_use_PrivateKey_file(made, key, SSL_FILETYPE_PEM) != 1) {
    fprintf(stderr, "%s cannot be used\n", chain);
    exit(2);
  }
  SSL_CTX_set_session_cache_mode(made, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(made, 0);
  snprintf(last, sizeof last, "%s", chain);
  return made;
}

static void listen_at(const char *address, int port, SSL_CTX *context) {
  struct sockaddr_in place = {.sin_family = AF_INET, .sin_port = htons(port)};
  int one = 1, made = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  inet_pton(AF_INET, address, &place.sin_addr);
  setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (made < 0 || bind(made, (struct sockaddr *)&place, sizeof place) || listen(made, 64)) {
    perror(address);
    exit(2);
  }
  contexts[made] = context;
  struct epoll_event event = {.events = EPOLLIN, .data.fd = made};
  epoll_ctl(listening, EPOLL_CTL_ADD, made, &event);
}

static void serve(int connection, SSL_CTX *context) {
  struct timeval patience = {.tv_sec = SECONDS};
  char byte;
  setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  SSL *tls = SSL_new(context);
  SSL_set_fd(tls, connection);
  if (SSL_accept(tls) == 1) (void)!recv(connection, &byte, 1, 0);
  SSL_free(tls);
  close(connection);
}

static void *work(void *unused) {
  struct epoll_event event;
  for (;;) {
    if (epoll_wait(listening, &event, 1, -1) != 1) continue;
    int connection = accept(event.data.fd, NULL, NULL);
    if (connection >= 0) serve(connection, contexts[event.data.fd]);
  }
  return unused;
}

int main(void) {
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  signal(SIGPIPE, SIG_IGN);
  listening = epoll_create1(0);
  char address[64], chain[512], key[512];
  int port;
  while (scanf("%63s %d %511s %511s", address, &port, chain, key) == 4)
    listen_at(address, port, context_of(chain, key));
  pthread_t thread;
  for (int n = 1; n < THREADS; n++) pthread_create(&thread, NULL, work, NULL);
  puts("ready");
  fflush(stdout);
  work(NULL);
}
