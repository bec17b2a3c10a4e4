/* What a question costs at least: one pass over the facilities in reach, in a language of the machine. Called by
 * floor.py, which compiles it with WORDS, the number of 64-bit words that hold one bit for each term. A machine without
 * a C compiler goes without the comparison. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#define PAGE 20
#define LANES 0x0101010101010101ULL

/* Eight counters of eight bits in each 64-bit word, emptied into `counts` before one can run over. */
typedef struct {
    uint64_t lanes[8][WORDS];
    int pending;
    uint32_t *counts;
} counter;

static void empty(counter *c) {
    for (int bit = 0; bit < 8; bit++)
        for (int word = 0; word < WORDS; word++)
            for (int lane = 0; lane < 8; lane++)
                c->counts[word * 64 + lane * 8 + bit] += (c->lanes[bit][word] >> (8 * lane)) & 255;
    memset(c->lanes, 0, sizeof c->lanes);
    c->pending = 0;
}

static inline void add(counter *c, const uint64_t *has) {
    for (int bit = 0; bit < 8; bit++)
        for (int word = 0; word < WORDS; word++)
            c->lanes[bit][word] += (has[word] >> bit) & LANES;
    if (++c->pending == 255) empty(c);
}

/* The nearest so far, in order of distance, then of document. */
typedef struct {
    double away[PAGE];
    int32_t docs[PAGE];
    int many;
} page;

static inline void keep(page *p, double away, int32_t doc) {
    int at = p->many;
    if (at == PAGE && (away > p->away[at - 1] || (away == p->away[at - 1] && doc > p->docs[at - 1]))) return;
    if (at < PAGE) p->many++;
    else at--;
    for (; at > 0 && (p->away[at - 1] > away || (p->away[at - 1] == away && p->docs[at - 1] > doc)); at--) {
        p->away[at] = p->away[at - 1];
        p->docs[at] = p->docs[at - 1];
    }
    p->away[at] = away;
    p->docs[at] = doc;
}

/* A circle: rows `first[i]` to `last[i]` hold its cells, `limit` is the longest squared chord. `wanted` has one mask for
 * each facet with a choice. counts[0] is of what fits, counts[1 + facet] of what fails that facet alone. */
int64_t circle(const double *x, const double *y, const double *z, const uint64_t *has, const int32_t *docs,
               const int64_t *first, const int64_t *last, int64_t runs, const double *here, double limit,
               const uint64_t *wanted, int64_t facets, uint32_t *counts, int32_t *shown) {
    counter of[1 + 4];
    page best = {.many = 0};
    int64_t total = 0;
    for (int i = 0; i <= facets; i++) {
        memset(of[i].lanes, 0, sizeof of[i].lanes);
        of[i].pending = 0;
        of[i].counts = counts + i * WORDS * 64;
    }
    for (int64_t run = 0; run < runs; run++)
        for (int64_t row = first[run]; row < last[run]; row++) {
            double dx = x[row] - here[0], dy = y[row] - here[1], dz = z[row] - here[2];
            double away = dx * dx + dy * dy + dz * dz;
            if (away > limit) continue;
            const uint64_t *bits = has + row * WORDS;
            int failed = 0, which = 0;
            for (int facet = 0; facet < facets && failed < 2; facet++) {
                uint64_t any = 0;
                for (int word = 0; word < WORDS; word++) any |= bits[word] & wanted[facet * WORDS + word];
                if (!any) failed++, which = 1 + facet;
            }
            if (failed > 1) continue;
            add(&of[failed ? which : 0], bits);
            if (failed) continue;
            total++;
            keep(&best, away, docs[row]);
        }
    for (int i = 0; i <= facets; i++) empty(&of[i]);
    memcpy(shown, best.docs, sizeof best.docs);
    return total;
}

/* Words: bitmaps of the documents that hold each, put together. Nothing is ranked. */
int64_t words(const uint64_t *held, int64_t many, int64_t length, const uint64_t *has, uint32_t *counts,
              int32_t *shown) {
    counter of = {.pending = 0, .counts = counts};
    int64_t total = 0;
    memset(of.lanes, 0, sizeof of.lanes);
    for (int64_t block = 0; block < length; block++) {
        uint64_t both = held[block];
        for (int64_t word = 1; word < many; word++) both &= held[word * length + block];
        for (; both; both &= both - 1) {
            int64_t doc = block * 64 + __builtin_ctzll(both);
            if (total < PAGE) shown[total] = (int32_t)doc;
            total++;
            add(&of, has + doc * WORDS);
        }
    }
    empty(&of);
    return total;
}

/* Everything: how many bits each term has. */
int64_t everything(const uint64_t *terms, int64_t many, int64_t length, int64_t documents, uint32_t *counts,
                   int32_t *shown) {
    for (int64_t term = 0; term < many; term++) {
        uint32_t bits = 0;
        for (int64_t block = 0; block < length; block++) bits += __builtin_popcountll(terms[term * length + block]);
        counts[term] = bits;
    }
    for (int doc = 0; doc < PAGE; doc++) shown[doc] = doc;
    return documents;
}
