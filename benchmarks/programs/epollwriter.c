/* epollwriter: the physical limit to compare with. One thread, epoll, pre-framed HTTP chunks,
 * a heap of absolute deadlines, epoll_pwait2 (ns timeouts).
 *   GET /timed  one write per chunk at its recorded offset
 *   GET /max    one write per chunk, as fast as the socket takes them
 *   GET /once   the whole response in one write
 *   GET /close  like /timed, but Connection: close and no chunk framing
 * --stamp writes CLOCK_REALTIME ns as 16 hex digits at the start of each chunk when it is sent, and the kernel's
 * receive time of the request into the response head (X-Request-Arrived), so that a recording can be judged.
 * One file, so that one call of gcc builds it. Build: make. Linux only. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
typedef int64_t i64;
static double *off;
static i64 *sz, *pos, *dat;
static int n;
static char *wire, *raw;
static i64 wirelen, rawlen, *rpos;
static int stamp;
typedef struct {
  int fd, mode, k, inlen, heap, want;
  i64 t0, at;
  char in[4096];
  i64 skip;
} conn;
static conn **hp;
static int hn, hcap;
static int ep;
static i64 mono(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}
static i64 real(void) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}
static i64 due(conn *c) {
  return c->t0 + (i64)(off[c->k] * 1e6);
}
static void up(int i) {
  while (i) {
    int p = (i - 1) / 2;
    if (hp[p]->at <= hp[i]->at)
      break;
    conn *t = hp[p];
    hp[p] = hp[i];
    hp[i] = t;
    hp[p]->heap = p;
    hp[i]->heap = i;
    i = p;
  }
}
static void down(int i) {
  for (;;) {
    int l = 2 * i + 1, m = i;
    if (l < hn && hp[l]->at < hp[m]->at)
      m = l;
    if (l + 1 < hn && hp[l + 1]->at < hp[m]->at)
      m = l + 1;
    if (m == i)
      return;
    conn *t = hp[m];
    hp[m] = hp[i];
    hp[i] = t;
    hp[m]->heap = m;
    hp[i]->heap = i;
    i = m;
  }
}
static void push(conn *c) {
  if (hn == hcap) {
    hcap = hcap ? hcap * 2 : 1024;
    hp = realloc(hp, hcap * sizeof *hp);
  }
  hp[hn] = c;
  c->heap = hn;
  up(hn++);
}
static void drop(conn *c) {
  int i = c->heap;
  if (i < 0)
    return;
  c->heap = -1;
  hp[i] = hp[--hn];
  if (i < hn) {
    hp[i]->heap = i;
    up(i);
    down(i);
  }
}
static void load(const char *fn) {
  FILE *f = fopen(fn, "rb");
  if (!f) {
    perror(fn);
    exit(2);
  }
  fseek(f, 0, SEEK_END);
  long m = ftell(f);
  rewind(f);
  char *b = malloc(m + 1);
  if (fread(b, 1, m, f) != (size_t)m)
    exit(2);
  b[m] = 0;
  fclose(f);
  int cap = 0, k = 0;
  double v[2];
  for (char *p = b; *p;)
    if ((*p >= '0' && *p <= '9') || *p == '-') {
      v[k++] = strtod(p, &p);
      if (k == 2) {
        k = 0;
        if (n == cap) {
          cap = cap ? 2 * cap : 1024;
          off = realloc(off, cap * 8);
          sz = realloc(sz, cap * 8);
        }
        off[n] = v[0];
        sz[n++] = (i64)v[1];
      }
    } else
      p++;
  free(b);
  pos = malloc((n + 2) * 8);
  dat = malloc((n + 2) * 8);
  rpos = malloc((n + 2) * 8);
  i64 tot = 0;
  for (int i = 0; i < n; i++)
    tot += sz[i] + 32;
  wire = malloc(tot + 64);
  raw = malloc(tot + 64);
  i64 w = 0, r = 0;
  for (int i = 0; i < n; i++) {
    pos[i] = w;
    rpos[i] = r;
    w += sprintf(wire + w, "%llx\r\n", (long long)sz[i]);
    dat[i] = w;
    memset(wire + w, 'x', sz[i]);
    memset(raw + r, 'x', sz[i]);
    w += sz[i];
    r += sz[i];
    memcpy(wire + w, "\r\n", 2);
    w += 2;
  }
  pos[n] = w;
  rpos[n] = r;
  memcpy(wire + w, "0\r\n\r\n", 5);
  w += 5;
  pos[n + 1] = w;
  wirelen = w;
  rawlen = r;
}
static void closec(conn *c) {
  drop(c);
  epoll_ctl(ep, EPOLL_CTL_DEL, c->fd, 0);
  close(c->fd);
  free(c);
}
static void setev(conn *c, int want) {
  if (c->want == want)
    return;
  c->want = want;
  struct epoll_event e = {.events = want, .data.ptr = c};
  epoll_ctl(ep, EPOLL_CTL_MOD, c->fd, &e);
}
static void putstamp(char *p, i64 size) {
  if (size < 16)
    return;
  char t[17];
  sprintf(t, "%016llx", (long long)real());
  memcpy(p, t, 16);
}
/* returns 0 when the connection is gone */
static int advance(conn *c) {
  int closing = c->mode == 3;
  while (c->k < n) {
    if (c->mode == 0 || c->mode == 3) {
      c->at = due(c);
      if (c->at > mono()) {
        push(c);
        return 1;
      }
    }
    i64 from, len;
    char *src;
    if (closing) {
      src = raw;
      from = rpos[c->k];
      len = sz[c->k];
      if (stamp)
        putstamp(raw + from, len);
    } else {
      src = wire;
      from = pos[c->k];
      len = pos[c->k + 1] - from;
      if (stamp)
        putstamp(wire + dat[c->k], sz[c->k]);
      if (c->k == n - 1)
        len = wirelen - from;
    }
    if (c->mode == 2) {
      from = 0;
      len = wirelen;
    }
    from += c->skip;
    len -= c->skip;
    ssize_t w = len ? send(c->fd, src + from, len, MSG_NOSIGNAL) : 0;
    if (w < 0) {
      if (errno == EAGAIN) {
        setev(c, EPOLLIN | EPOLLOUT);
        return 1;
      }
      closec(c);
      return 0;
    }
    if (w < len) {
      c->skip += w;
      setev(c, EPOLLIN | EPOLLOUT);
      return 1;
    }
    c->skip = 0;
    c->k = c->mode == 2 ? n : c->k + 1;
  }
  setev(c, EPOLLIN);
  c->mode = -1;
  if (closing) {
    shutdown(c->fd, SHUT_WR);
    closec(c);
    return 0;
  }
  return 1;
}
static void on_in(conn *c) {
  char control[128];
  struct iovec iv = {c->in + c->inlen, sizeof c->in - 1 - c->inlen};
  struct msghdr m = {.msg_iov = &iv, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
  ssize_t r = recvmsg(c->fd, &m, 0);
  if (r <= 0) {
    if (r < 0 && errno == EAGAIN)
      return;
    closec(c);
    return;
  }
  c->inlen += r;
  c->in[c->inlen] = 0;
  char *e = strstr(c->in, "\r\n\r\n");
  if (!e) {
    if (c->inlen > 4000)
      closec(c);
    return;
  }
  char *cl = strcasestr(c->in, "content-length:");
  long bl = cl && cl < e ? atol(cl + 15) : 0;
  if (c->inlen - (e + 4 - c->in) < bl) {
    if (c->inlen > 4000)
      closec(c);
    return;
  }
  c->inlen = 0;
  char *path = strchr(c->in, ' ');
  path = path ? path + 1 : c->in;
  c->mode = !strncmp(path, "/max", 4) ? 1 : !strncmp(path, "/once", 5) ? 2 : !strncmp(path, "/close", 6) ? 3 : 0;
  c->k = 0;
  c->skip = 0;
  c->t0 = mono();
  char h[256];
  i64 arrived = 0;
  if (stamp && r > 0) {
    arrived = real();
    for (struct cmsghdr *x = CMSG_FIRSTHDR(&m); x; x = CMSG_NXTHDR(&m, x))
      if (x->cmsg_level == SOL_SOCKET && x->cmsg_type == SCM_TIMESTAMPNS) {
        struct timespec t;
        memcpy(&t, CMSG_DATA(x), sizeof t);
        arrived = t.tv_sec * 1000000000LL + t.tv_nsec;
      }
  }
  char since[64] = "";
  if (stamp)
    sprintf(since, "X-Request-Arrived: %lld\r\n", (long long)arrived);
  int hlen = sprintf(h, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n%s%s\r\n", since,
                     c->mode == 3 ? "Connection: close\r\n" : "Transfer-Encoding: chunked\r\n");
  if (send(c->fd, h, hlen, MSG_NOSIGNAL | (c->mode == 2 ? MSG_MORE : 0)) < 0) {
    closec(c);
    return;
  }
  advance(c);
}
int main(int argc, char **argv) {
  int port = 8900, ch;
  char *s = 0;
  static struct option o[] = {
      {"port", 1, 0, 'p'}, {"schedule", 1, 0, 's'}, {"stamp", 0, 0, 't'}, {"help", 0, 0, 'h'}, {0}};
  while ((ch = getopt_long(argc, argv, "h", o, 0)) != -1)
    switch (ch) {
    case 'p':
      port = atoi(optarg);
      break;
    case 's':
      s = optarg;
      break;
    case 't':
      stamp = 1;
      break;
    default:
      puts("epollwriter --schedule FILE [--port 8900] [--stamp]   serves /timed /max /once /close on 127.0.0.1");
      return 0;
    }
  if (!s) {
    fprintf(stderr, "--schedule needed\n");
    return 2;
  }
  load(s);
  prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0);
  int l = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;
  setsockopt(l, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (bind(l, (void *)&a, sizeof a) || listen(l, 4096)) {
    perror("bind");
    return 2;
  }
  ep = epoll_create1(0);
  struct epoll_event e = {.events = EPOLLIN, .data.ptr = 0}, ev[256];
  epoll_ctl(ep, EPOLL_CTL_ADD, l, &e);
  for (;;) {
    struct timespec ts, *tp = 0;
    if (hn) {
      i64 d = hp[0]->at - mono();
      if (d < 0)
        d = 0;
      ts.tv_sec = d / 1000000000;
      ts.tv_nsec = d % 1000000000;
      tp = &ts;
    }
    int m = epoll_pwait2(ep, ev, 256, tp, 0);
    for (int i = 0; i < m; i++) {
      conn *c = ev[i].data.ptr;
      if (!c) {
        int fd;
        while ((fd = accept4(l, 0, 0, SOCK_NONBLOCK)) >= 0) {
          setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
          if (stamp)
            setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &one, sizeof one);
          conn *k = calloc(1, sizeof *k);
          k->fd = fd;
          k->heap = -1;
          k->mode = -1;
          k->want = EPOLLIN;
          struct epoll_event x = {.events = EPOLLIN, .data.ptr = k};
          epoll_ctl(ep, EPOLL_CTL_ADD, fd, &x);
        }
        continue;
      }
      if (ev[i].events & EPOLLOUT) {
        setev(c, EPOLLIN);
        if (c->heap < 0 && c->mode >= 0 && !advance(c))
          continue;
      }
      if (ev[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR))
        on_in(c);
    }
    i64 t = mono();
    while (hn && hp[0]->at <= t) {
      conn *c = hp[0];
      drop(c);
      advance(c);
    }
  }
}
