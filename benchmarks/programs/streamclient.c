/* streamclient: an epoll HTTP/1.1 client that measures how faithfully a server replays a stream.
 * Arrival times are kernel receive timestamps (SO_TIMESTAMPNS), so the client's own scheduling
 * lag does not enter the error; that lag is reported separately (client_lag_us).
 * client_share is its own CPU time / wall time: near 1 it, not the server, was the limit.
 * One file, so that one call of gcc builds it. See --help. Build: make. Linux only. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

typedef int64_t i64;
enum match { M_BYTES, M_CHUNK, M_SSE };
enum st { S_HEAD, S_SIZE, S_EXT, S_DATA, S_DATACR, S_TRAILER, S_RAW, S_DONE, S_ERR };

typedef struct {
  int fd, started, next, mi; /* next: next expected entry; mi: next expected boundary to match */
  enum st st;
  int chunked, status, close_after, sized, hexn, shown, nl;
  int headn;
  char head[8192];
  i64 clen, left, body, treq, thead, chunks, extra, matched, stamp;
  i64 *arr; /* arrival per expected entry, 0 = never */
  i64 *snd; /* embedded stamp per expected entry */
  i64 recvs, trail;
} conn;

static double *off_ms;
static i64 *size_, *cum;
static int nexp;
static enum match match = M_BYTES;
static int streams = 1, use_max, stamped;
static double ramp = 1.0, duration = 5.0, maxsec = 60.0, settle = 0.3;
static char *req;
static size_t reqlen;
static struct sockaddr_in addr;
static conn *cs;
static int ep, done, errs;
static i64 tot_chunks, tot_bytes, tot_recvs, tot_streams, multi_chunk_recvs, bound_recvs;
static int32_t *lag;
static i64 nlag, caplag;

static i64 now(void) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}
static int cmpd(const void *a, const void *b) {
  double x = *(double *)a, y = *(double *)b;
  return x < y ? -1 : x > y;
}
static int cmpi(const void *a, const void *b) {
  int32_t x = *(int32_t *)a, y = *(int32_t *)b;
  return x < y ? -1 : x > y;
}

static void load_schedule(const char *fn) {
  FILE *f = fopen(fn, "rb");
  if (!f) {
    perror(fn);
    exit(2);
  }
  fseek(f, 0, SEEK_END);
  long n = ftell(f);
  rewind(f);
  char *b = malloc(n + 1);
  if (fread(b, 1, n, f) != (size_t)n)
    exit(2);
  b[n] = 0;
  fclose(f);
  int cap = 1024;
  off_ms = malloc(cap * 8);
  size_ = malloc(cap * 8);
  int k = 0;
  double v[2];
  for (char *p = b; *p;) {
    if ((*p >= '0' && *p <= '9') || *p == '-') {
      v[k++] = strtod(p, &p);
      if (k == 2) {
        k = 0;
        if (nexp == cap) {
          cap *= 2;
          off_ms = realloc(off_ms, cap * 8);
          size_ = realloc(size_, cap * 8);
        }
        off_ms[nexp] = v[0];
        size_[nexp++] = (i64)v[1];
      }
    } else
      p++;
  }
  free(b);
  cum = malloc((nexp + 1) * 8);
  i64 c = 0;
  for (int i = 0; i < nexp; i++) {
    c += size_[i];
    cum[i] = c;
  }
}

static void start_connect(conn *c) {
  c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (c->fd < 0) {
    perror("socket");
    exit(2);
  }
  int one = 1;
  setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  if (!use_max)
    setsockopt(c->fd, SOL_SOCKET, SO_TIMESTAMPNS, &one, sizeof one);
  if (connect(c->fd, (struct sockaddr *)&addr, sizeof addr) < 0 && errno != EINPROGRESS) {
    perror("connect");
    exit(2);
  }
}
static void reset(conn *c) {
  c->st = S_HEAD;
  c->headn = 0;
  c->chunked = c->status = c->close_after = c->sized = c->hexn = c->nl = 0;
  c->clen = c->left = c->body = c->chunks = c->trail = 0;
  c->next = c->mi = 0;
  c->thead = 0;
}
static void send_req(conn *c) {
  reset(c);
  c->treq = now();
  c->started = 1;
  ssize_t n = send(c->fd, req, reqlen, MSG_NOSIGNAL);
  if (n != (ssize_t)reqlen) {
    if (errno == EAGAIN || errno == ENOTCONN) { /* not yet connected: block briefly */
      struct timespec ts = {0, 200000};
      for (int i = 0; i < 5000 && n != (ssize_t)reqlen; i++) {
        nanosleep(&ts, 0);
        n = send(c->fd, req, reqlen, MSG_NOSIGNAL);
      }
    }
    if (n != (ssize_t)reqlen) {
      c->st = S_ERR;
      errs++;
      done++;
      return;
    }
  }
}
static void finish(conn *c, int ok) {
  if (c->st == S_DONE || c->st == S_ERR)
    return;
  c->st = ok ? S_DONE : S_ERR;
  if (ok) {
    tot_streams++;
  } else
    errs++;
  if (!use_max) {
    done++;
    epoll_ctl(ep, EPOLL_CTL_DEL, c->fd, 0);
    close(c->fd);
    c->fd = -1;
    return;
  }
  if (!ok || c->close_after) {
    epoll_ctl(ep, EPOLL_CTL_DEL, c->fd, 0);
    close(c->fd);
    start_connect(c);
    struct epoll_event e = {.events = EPOLLIN, .data.ptr = c};
    epoll_ctl(ep, EPOLL_CTL_ADD, c->fd, &e);
  }
  if (errs > 1000)
    return;
  c->st = S_HEAD;
  c->started = 2; /* main loop sends the next request */
}

/* body bytes advanced to c->body at time ts */
static inline void progress(conn *c, i64 ts) {
  if (use_max || match != M_BYTES)
    return;
  while (c->next < nexp && cum[c->next] <= c->body)
    c->arr[c->next++] = ts;
}
static inline void on_boundary(conn *c, i64 ts) {
  if (match == M_CHUNK) {
    if (!use_max && c->next < nexp)
      c->arr[c->next++] = ts;
    c->matched++;
    return;
  }
  if (use_max || match != M_BYTES)
    return;
  while (c->mi < nexp && cum[c->mi] < c->body)
    c->mi++;
  if (c->mi < nexp && cum[c->mi] == c->body) {
    c->matched++;
    c->mi++;
  } else
    c->extra++;
}
static void body_bytes(conn *c, const char *p, i64 n, i64 ts) {
  if (stamped) {
    for (i64 i = 0; i < n; i++) {
      i64 o = c->body + i;
      int k = c->next;
      while (k < nexp && cum[k] <= o)
        k++;
      if (k >= nexp)
        break;
      i64 rel = o - (k ? cum[k - 1] : 0);
      if (rel == 0)
        c->stamp = 0;
      if (rel < 16) {
        char ch = p[i];
        int h = ch <= '9' ? ch - '0' : (ch | 32) - 'a' + 10;
        c->stamp = c->stamp * 16 + (h & 15);
        if (rel == 15)
          c->snd[k] = c->stamp;
      } else if (rel > 16) {
        i64 skip = cum[k] - o - 1;
        if (skip > 0)
          i += skip < n - i - 1 ? skip : n - i - 1;
      }
    }
  }
  if (match == M_SSE && !use_max)
    for (i64 i = 0; i < n; i++) {
      if (p[i] == '\n') {
        if (c->nl) {
          if (c->next < nexp)
            c->arr[c->next++] = ts;
          else
            c->extra++;
          c->nl = 0;
        } else
          c->nl = 1;
      } else if (p[i] != '\r')
        c->nl = 0;
    }
  c->body += n;
  tot_bytes += n;
  progress(c, ts);
}
static int parse_head(conn *c) {
  char *h = c->head;
  h[c->headn] = 0;
  c->status = atoi(strchr(h, ' ') ? strchr(h, ' ') + 1 : "0");
  c->clen = -1;
  if (!strncmp(h, "HTTP/1.0", 8))
    c->close_after = 1;
  for (char *l = strstr(h, "\r\n"); l; l = strstr(l + 2, "\r\n")) {
    char *q = l + 2;
    if (!strncasecmp(q, "transfer-encoding:", 18) && strcasestr(q, "chunked") &&
        strcasestr(q, "chunked") < strstr(q, "\r\n"))
      c->chunked = 1;
    else if (!strncasecmp(q, "content-length:", 15))
      c->clen = atoll(q + 15);
    else if (!strncasecmp(q, "connection:", 11)) {
      char *e = strstr(q, "\r\n"), *s = strcasestr(q, "close");
      if (s && s < e)
        c->close_after = 1;
    }
  }
  if (!c->chunked && c->clen < 0)
    c->close_after = 1;
  return c->status;
}
static void feed(conn *c, char *p, i64 n, i64 ts) {
  i64 start_chunks = c->chunks;
  char *end = p + n;
  while (p < end && c->st != S_DONE && c->st != S_ERR)
    switch (c->st) {
    case S_HEAD: {
      while (p < end && c->headn < (int)sizeof c->head - 1) {
        c->head[c->headn++] = *p++;
        if (c->headn >= 4 && !memcmp(c->head + c->headn - 4, "\r\n\r\n", 4)) {
          c->thead = ts;
          if (parse_head(c) >= 400 || c->status < 200) {
            if (errs < 3)
              fprintf(stderr, "status %d\n", c->status);
            finish(c, 0);
            return;
          }
          if (c->chunked) {
            c->st = S_SIZE;
            c->left = 0;
            c->hexn = 0;
          } else if (c->clen == 0) {
            finish(c, 1);
            return;
          } else
            c->st = S_RAW;
          break;
        }
      }
      if (c->st == S_HEAD && c->headn >= (int)sizeof c->head - 1) {
        finish(c, 0);
        return;
      }
      break;
    }
    case S_SIZE: {
      char ch = *p++;
      if (ch == '\r')
        break;
      if (ch == ';') {
        c->st = S_EXT;
        break;
      }
      if (ch == '\n') {
        if (!c->hexn) {
          finish(c, 0);
          return;
        }
        if (c->left == 0) {
          c->st = S_TRAILER;
          c->trail = 0;
        } else
          c->st = S_DATA;
        break;
      }
      int h = ch >= '0' && ch <= '9' ? ch - '0' : (ch | 32) >= 'a' && (ch | 32) <= 'f' ? (ch | 32) - 'a' + 10 : -1;
      if (h < 0) {
        if (ch == ' ')
          break;
        finish(c, 0);
        return;
      }
      c->left = c->left * 16 + h;
      c->hexn++;
      break;
    }
    case S_EXT:
      if (*p++ == '\n') {
        if (c->left == 0) {
          c->st = S_TRAILER;
          c->trail = 0;
        } else
          c->st = S_DATA;
      }
      break;
    case S_DATA: {
      i64 k = end - p < c->left ? end - p : c->left;
      body_bytes(c, p, k, ts);
      p += k;
      c->left -= k;
      if (!c->left) {
        c->chunks++;
        tot_chunks++;
        on_boundary(c, ts);
        c->st = S_DATACR;
      }
      break;
    }
    case S_DATACR:
      if (*p++ == '\n') {
        c->st = S_SIZE;
        c->left = 0;
        c->hexn = 0;
      }
      break;
    case S_TRAILER: {
      char ch = *p++;
      if (ch == '\n') {
        if (!c->trail) {
          finish(c, 1);
          return;
        }
        c->trail = 0;
      } else if (ch != '\r')
        c->trail++;
      break;
    }
    case S_RAW: {
      i64 k = end - p;
      if (c->clen >= 0 && k > c->clen - c->body)
        k = c->clen - c->body;
      body_bytes(c, p, k, ts);
      p += k;
      c->chunks++;
      tot_chunks++;
      on_boundary(c, ts);
      if (c->clen >= 0 && c->body >= c->clen) {
        finish(c, 1);
        return;
      }
      break;
    }
    default:
      p = end;
    }
  i64 d = c->chunks - start_chunks;
  if (d > 1)
    multi_chunk_recvs++;
  if (d && (c->st == S_SIZE || c->st == S_DONE))
    bound_recvs++;
}

static char buf[1 << 18];
static void on_read(conn *c) {
  for (int rounds = 0; rounds < (use_max ? 1 : 4); rounds++) {
    char cb[128];
    struct iovec iv = {buf, use_max ? sizeof buf : 65536};
    struct msghdr m = {.msg_iov = &iv, .msg_iovlen = 1, .msg_control = cb, .msg_controllen = sizeof cb};
    ssize_t n = use_max ? recv(c->fd, buf, sizeof buf, 0) : recvmsg(c->fd, &m, 0);
    if (n < 0) {
      if (errno == EAGAIN)
        return;
      finish(c, 0);
      return;
    }
    if (n == 0) {
      finish(c, c->st == S_RAW && c->clen < 0);
      return;
    }
    i64 ts = 0;
    tot_recvs++;
    if (!use_max) {
      i64 u = now();
      for (struct cmsghdr *h = CMSG_FIRSTHDR(&m); h; h = CMSG_NXTHDR(&m, h))
        if (h->cmsg_level == SOL_SOCKET && h->cmsg_type == SCM_TIMESTAMPNS) {
          struct timespec t;
          memcpy(&t, CMSG_DATA(h), sizeof t);
          ts = t.tv_sec * 1000000000LL + t.tv_nsec;
        }
      if (!ts)
        ts = u;
      else if (nlag < caplag) {
        i64 d = (u - ts) / 1000;
        lag[nlag++] = d > 2000000000 ? 2000000000 : (int32_t)d;
      }
    }
    feed(c, buf, n, ts);
    if (c->fd < 0 || c->st == S_DONE || c->st == S_ERR || c->started == 2)
      return;
    if (n < (ssize_t)iv.iov_len)
      return;
  }
}

static void pct(const char *name, double *v, i64 n, int last) {
  if (!n) {
    printf("  \"%s\": null%s\n", name, last ? "" : ",");
    return;
  }
  qsort(v, n, 8, cmpd);
  double *a = malloc(n * 8);
  for (i64 i = 0; i < n; i++)
    a[i] = v[i] < 0 ? -v[i] : v[i];
  qsort(a, n, 8, cmpd);
  i64 i99 = (i64)(n * 0.99), i999 = (i64)(n * 0.999);
  if (i99 >= n)
    i99 = n - 1;
  if (i999 >= n)
    i999 = n - 1;
  printf("  \"%s\": {\"min\": %.4f, \"p50\": %.4f, \"abs_p50\": %.4f, \"abs_p99\": %.4f, \"abs_p999\": %.4f, \"max\": "
         "%.4f, \"n\": %lld}%s\n",
         name, v[0], v[n / 2], a[n / 2], a[i99], a[i999], v[n - 1], (long long)n, last ? "" : ",");
  free(a);
}

static void usage(void) {
  puts("streamclient --url http://127.0.0.1:PORT/PATH [--schedule FILE] [options]\n"
       "Reads N concurrent HTTP/1.1 streams; prints one JSON object.\n"
       "  --schedule FILE   JSON list of [offset_ms, size]: expected chunks, offsets from the request\n"
       "  --streams N       concurrent streams (default 1)\n"
       "  --ramp SEC        spread of the request start times over SEC (default 1; 0 = all at once)\n"
       "  --match bytes     compare by body byte offset (default): entry k arrives when its last byte does\n"
       "  --match chunk     k-th HTTP chunk is entry k (sizes not compared)\n"
       "  --match sse       k-th blank-line-terminated event is entry k\n"
       "  --stamped         each entry starts with 16 hex digits, CLOCK_REALTIME ns when it was sent: report latency\n"
       "  --max             throughput: closed loop, keep-alive, for --duration SEC (default 5)\n"
       "  --max-seconds SEC give up after SEC (default 60)\n"
       "  --method M --header 'K: V' --body FILE   request (default GET)\n"
       "Output (timing): err_ms = arrival - request - offset; shape_ms = same relative to the first chunk;\n"
       "  gap_ms = gap error; drift_ms = error of the last entry; boundaries_kept = expected HTTP chunk\n"
       "  boundaries present / expected; boundaries_extra = others; client_lag_us = kernel stamp -> user space.");
  exit(0);
}
int main(int argc, char **argv) {
  static struct option o[] = {{"url", 1, 0, 'u'},         {"schedule", 1, 0, 's'},
                              {"streams", 1, 0, 'n'},     {"ramp", 1, 0, 'r'},
                              {"match", 1, 0, 'm'},       {"stamped", 0, 0, 't'},
                              {"max", 0, 0, 'x'},         {"duration", 1, 0, 'd'},
                              {"max-seconds", 1, 0, 'w'}, {"method", 1, 0, 'M'},
                              {"header", 1, 0, 'H'},      {"body", 1, 0, 'b'},
                              {"help", 0, 0, 'h'},        {0}};
  char host[64] = "127.0.0.1", path[1024] = "/", hdrs[4096] = "", *method = "GET", *body = 0;
  int port = 80, ch;
  long bodyn = 0;
  char *sched = 0;
  while ((ch = getopt_long(argc, argv, "h", o, 0)) != -1)
    switch (ch) {
    case 'u':
      if (sscanf(optarg, "http://%63[^:/]:%d%1023s", host, &port, path) < 2) {
        fprintf(stderr, "url must be http://IPV4:PORT/PATH\n");
        return 2;
      }
      break;
    case 's':
      sched = optarg;
      break;
    case 'n':
      streams = atoi(optarg);
      break;
    case 'r':
      ramp = atof(optarg);
      break;
    case 'm':
      match = !strcmp(optarg, "chunk") ? M_CHUNK : !strcmp(optarg, "sse") ? M_SSE : M_BYTES;
      break;
    case 't':
      stamped = 1;
      break;
    case 'x':
      use_max = 1;
      break;
    case 'd':
      duration = atof(optarg);
      break;
    case 'w':
      maxsec = atof(optarg);
      break;
    case 'M':
      method = optarg;
      break;
    case 'H':
      if (strlen(hdrs) + strlen(optarg) + 3 < sizeof hdrs) {
        strcat(hdrs, optarg);
        strcat(hdrs, "\r\n");
      }
      break;
    case 'b': {
      FILE *f = fopen(optarg, "rb");
      if (!f) {
        perror(optarg);
        return 2;
      }
      fseek(f, 0, SEEK_END);
      bodyn = ftell(f);
      rewind(f);
      body = malloc(bodyn + 1);
      if (fread(body, 1, bodyn, f) != (size_t)bodyn)
        return 2;
      fclose(f);
      method = !strcmp(method, "GET") ? "POST" : method;
      break;
    }
    default:
      usage();
    }
  if (sched)
    load_schedule(sched);
  if (!strcmp(host, "localhost"))
    strcpy(host, "127.0.0.1");
  addr.sin_family = AF_INET;
  addr.sin_port = htons(port);
  if (inet_pton(AF_INET, host, &addr.sin_addr) != 1) {
    fprintf(stderr, "host must be IPv4\n");
    return 2;
  }
  req = malloc(8192 + bodyn);
  reqlen = sprintf(req, "%s %s HTTP/1.1\r\nHost: %s:%d\r\nAccept: */*\r\n%s", method, path, host, port, hdrs);
  if (body)
    reqlen += sprintf(req + reqlen, "Content-Length: %ld\r\n", bodyn);
  reqlen += sprintf(req + reqlen, "\r\n");
  if (body) {
    memcpy(req + reqlen, body, bodyn);
    reqlen += bodyn;
  }
  struct rlimit rl;
  getrlimit(RLIMIT_NOFILE, &rl);
  rl.rlim_cur = rl.rlim_max;
  setrlimit(RLIMIT_NOFILE, &rl);
  cs = calloc(streams, sizeof *cs);
  ep = epoll_create1(0);
  caplag = use_max ? 0 : 4000000;
  lag = malloc(caplag * 4 + 4);
  for (int i = 0; i < streams; i++) {
    conn *c = &cs[i];
    start_connect(c);
    c->arr = calloc(nexp + 1, 8);
    c->snd = stamped ? calloc(nexp + 1, 8) : 0;
    struct epoll_event e = {.events = EPOLLIN, .data.ptr = c};
    epoll_ctl(ep, EPOLL_CTL_ADD, c->fd, &e);
    if (i % 100 == 99)
      usleep(5000);
  }
  usleep((useconds_t)(settle * 1e6));
  struct rusage before;
  getrusage(RUSAGE_SELF, &before);
  double cpu0 =
      (before.ru_utime.tv_sec + before.ru_stime.tv_sec) * 1e6 + before.ru_utime.tv_usec + before.ru_stime.tv_usec;
  i64 t0 = now(), tend = t0 + (i64)((use_max ? duration : maxsec) * 1e9), tlast = t0;
  int started = 0;
  struct epoll_event ev[256];
  while (1) {
    i64 t = now();
    if (t >= tend || (!use_max && done >= streams)) {
      tlast = t;
      break;
    }
    while (started < streams && (use_max || t >= t0 + (i64)(ramp * 1e9 * started / streams))) {
      send_req(&cs[started++]);
      t = now();
    }
    int n = epoll_wait(ep, ev, 256, started < streams ? 1 : 100);
    for (int i = 0; i < n; i++) {
      conn *c = ev[i].data.ptr;
      if (c->fd < 0)
        continue;
      on_read(c);
      if (c->started == 2) {
        send_req(c);
      }
    }
    if (use_max && errs > 1000) {
      tlast = now();
      break;
    }
  }
  double el = (tlast - t0) / 1e9;
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  double share =
      ((used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e6 + used.ru_utime.tv_usec + used.ru_stime.tv_usec - cpu0) /
      1e6 / (el > 0 ? el : 1);
  printf("{\n  \"streams\": %d, \"completed\": %lld, \"errors\": %d, \"unfinished\": %d, \"elapsed_s\": %.3f, "
         "\"client_share\": %.3f,\n  "
         "\"chunks\": %lld, \"bytes\": %lld, \"recvs\": %lld, \"recvs_with_many_chunks\": %lld,\n",
         streams, (long long)tot_streams, errs, use_max ? 0 : streams - done, el, share, (long long)tot_chunks,
         (long long)tot_bytes, (long long)tot_recvs, (long long)multi_chunk_recvs);
  if (use_max) {
    printf("  \"streams_per_s\": %.1f, \"chunks_per_s\": %.0f, \"MB_per_s\": %.2f\n}\n", tot_streams / el,
           tot_chunks / el, tot_bytes / el / 1e6);
    return 0;
  }
  i64 cap = (i64)streams * (nexp ? nexp : 1), ne = 0, ns = 0, ng = 0, nd = 0, nl2 = 0, nt = 0, got = 0;
  double *e = malloc(cap * 8), *s = malloc(cap * 8), *g = malloc(cap * 8), *d = malloc(streams * 8),
         *l = malloc(cap * 8), *tf = malloc(streams * 8);
  i64 matched = 0, extra = 0;
  for (int i = 0; i < streams; i++) {
    conn *c = &cs[i];
    matched += c->matched;
    extra += c->extra;
    if (c->thead)
      tf[nt++] = (c->thead - c->treq) / 1e6;
    for (int k = 0; k < nexp; k++) {
      if (!c->arr[k])
        continue;
      got++;
      e[ne] = (c->arr[k] - c->treq) / 1e6 - off_ms[k];
      if (k == nexp - 1)
        d[nd++] = e[ne];
      ne++;
      if (k && c->arr[0])
        s[ns++] = (c->arr[k] - c->arr[0]) / 1e6 - (off_ms[k] - off_ms[0]);
      if (k && c->arr[k - 1])
        g[ng++] = (c->arr[k] - c->arr[k - 1]) / 1e6 - (off_ms[k] - off_ms[k - 1]);
      if (stamped && c->snd[k])
        l[nl2++] = (c->arr[k] - c->snd[k]) / 1e6;
    }
  }
  if (nexp) {
    printf("  \"expected\": %lld, \"arrived\": %lld, \"boundaries_kept\": %.5f, \"boundaries_extra\": %lld,\n",
           (long long)cap, (long long)got, (double)matched / cap, (long long)extra);
  }
  pct("err_ms", e, ne, 0);
  pct("shape_ms", s, ns, 0);
  pct("gap_ms", g, ng, 0);
  pct("drift_ms", d, nd, 0);
  pct("head_ms", tf, nt, 0);
  if (stamped)
    pct("latency_ms", l, nl2, 0);
  qsort(lag, nlag, 4, cmpi);
  printf("  \"client_lag_us\": {\"p50\": %d, \"p99\": %d, \"max\": %d}\n}\n", nlag ? lag[nlag / 2] : 0,
         nlag ? lag[(i64)(nlag * 0.99)] : 0, nlag ? lag[nlag - 1] : 0);
  return 0;
}
