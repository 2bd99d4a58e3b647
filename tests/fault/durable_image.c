/* What a power cut would leave: the image of each file in DURABLE_WATCH is its content at its last fsync.
 *
 * LD_PRELOAD this. Writes are noted as a dirty range for each file; fsync and fdatasync copy the range, and the length, to a
 * file of the same name in DURABLE_IMAGE before they return. A kill in mid-copy leaves a torn image, as a cut in
 * mid-fsync does. A deletion counts at once: file systems with a journal keep it before any later fsync. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILES 256
struct watched { dev_t device; ino_t inode; off_t low, high; char image[PATH_MAX]; };
static struct watched files[FILES];
static int count;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name, type) static type real; if (!real) real = (type)dlsym(RTLD_NEXT, name)

/* Where the image of a path is; empty when it is none of ours. */
static void image_of_path(const char *path, char *image) {
    const char *watch = getenv("DURABLE_WATCH"), *folder = getenv("DURABLE_IMAGE");
    image[0] = 0;
    if (watch && folder && strncmp(path, watch, strlen(watch)) == 0 && path[strlen(watch)] == '/')
        snprintf(image, PATH_MAX, "%.2000s/%.2000s", folder, path + strlen(watch) + 1);
}

static void image_of(int fd, char *image) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    path[length < 0 ? 0 : length] = 0;
    image_of_path(path, image);
}

static struct watched *find(int fd) {
    struct stat is;
    if (fstat(fd, &is) != 0 || !S_ISREG(is.st_mode)) return NULL;
    for (int i = 0; i < count; i++)
        if (files[i].device == is.st_dev && files[i].inode == is.st_ino) return &files[i];
    char image[PATH_MAX];
    image_of(fd, image);
    if (!image[0]) return NULL; /* none of ours, as what Python compiles: there may be any number of those */
    if (count == FILES) abort();
    files[count] = (struct watched){is.st_dev, is.st_ino, 0, LLONG_MAX, ""}; /* not seen before: all of it is new */
    strcpy(files[count].image, image);
    return &files[count++];
}

static void note(int fd, off_t from, ssize_t written) {
    if (written <= 0) return;
    pthread_mutex_lock(&lock);
    struct watched *file = find(fd);
    if (file) {
        if (file->low == file->high) { file->low = from; file->high = from + written; }
        if (from < file->low) file->low = from;
        if (from + written > file->high) file->high = from + written;
    }
    pthread_mutex_unlock(&lock);
}

static void keep(int fd) {
    pthread_mutex_lock(&lock);
    struct watched *file = find(fd);
    struct stat is;
    char image_path[PATH_MAX];
    image_of(fd, image_path);
    if (file && image_path[0] && fstat(fd, &is) == 0) {
        if (strcmp(file->image, image_path) != 0) { /* a file that was deleted has left its inode to another */
            strcpy(file->image, image_path);
            file->low = 0, file->high = LLONG_MAX;
        }
        typedef ssize_t (*pwrite_type)(int, const void *, size_t, off_t);
        REAL("pwrite", pwrite_type);
        static char buffer[1 << 16];
        int image = open(file->image, O_WRONLY | O_CREAT, 0600);
        if (image < 0) abort();
        off_t high = file->high < is.st_size ? file->high : is.st_size;
        for (off_t at = file->low; at < high;) {
            size_t size = high - at < (off_t)sizeof buffer ? (size_t)(high - at) : sizeof buffer;
            ssize_t got = pread(fd, buffer, size, at);
            if (got <= 0) break; /* it may be open for writing alone; such files are not ours */
            if (real(image, buffer, (size_t)got, at) != got) abort();
            at += got;
        }
        if (ftruncate(image, is.st_size) != 0) abort();
        close(image);
        file->low = file->high = 0;
    }
    pthread_mutex_unlock(&lock);
}

ssize_t write(int fd, const void *data, size_t size) {
    typedef ssize_t (*type)(int, const void *, size_t);
    REAL("write", type);
    ssize_t written = real(fd, data, size);
    off_t end = written > 0 ? lseek(fd, 0, SEEK_CUR) : -1;
    if (end >= 0) note(fd, end - written, written);
    return written;
}

#define POSITIONED(name)                                                              \
    ssize_t name(int fd, const void *data, size_t size, off_t at) {                   \
        typedef ssize_t (*type)(int, const void *, size_t, off_t);                    \
        REAL(#name, type);                                                            \
        ssize_t written = real(fd, data, size, at);                                   \
        note(fd, at, written);                                                        \
        return written;                                                               \
    }
POSITIONED(pwrite)
POSITIONED(pwrite64)

#define SYNC(name)                          \
    int name(int fd) {                      \
        typedef int (*type)(int);           \
        REAL(#name, type);                  \
        int result = real(fd);              \
        if (result == 0) keep(fd);          \
        return result;                      \
    }
SYNC(fsync)
SYNC(fdatasync)

int unlink(const char *path) {
    typedef int (*type)(const char *);
    REAL("unlink", type);
    char image[PATH_MAX];
    image_of_path(path, image);
    int result = real(path);
    if (result == 0 && image[0]) real(image);
    return result;
}
