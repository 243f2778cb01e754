/* Stands in for the kernel's DMA heaps on a machine that has none. For tests only.
 *
 *   gcc -shared -fPIC -O2 -o dma_heap.so dma_heap.c -ldl     LD_PRELOAD=dma_heap.so ...
 *
 * picamera2 allocates its buffers at /dev/dma_heap: here each is anonymous memory (memfd), whose
 * file descriptor behaves the same for libcamera, which maps it.
 * libcamera 0.4's virtual camera forgets to set the status of a frame, and picamera2 drops frames
 * that are no success (0): memory that C++ allocates is zeroed. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/dma-heap.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

static const char *instead(const char *path)
{
    return path && strncmp(path, "/dev/dma_heap/", 14) == 0 ? "/dev/null" : path;
}

static int opened(const char *name, const char *path, int flags, mode_t mode)
{
    int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, name);
    return real(instead(path), flags, mode);
}

static mode_t mode_of(int flags, va_list rest)
{
    return flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0;
}

int open(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = mode_of(flags, rest);
    va_end(rest);
    return opened("open", path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = mode_of(flags, rest);
    va_end(rest);
    return opened("open64", path, flags, mode);
}

int ioctl(int file, unsigned long request, ...)
{
    int (*real)(int, unsigned long, ...) = dlsym(RTLD_NEXT, "ioctl");
    va_list rest;
    va_start(rest, request);
    void *data = va_arg(rest, void *);
    va_end(rest);
    if (_IOC_TYPE(request) == 'b' && _IOC_NR(request) <= 1) /* DMA_BUF_IOCTL_SYNC, _SET_NAME */
        return 0;
    if (request != DMA_HEAP_IOCTL_ALLOC)
        return real(file, request, data);
    struct dma_heap_allocation_data *wanted = data;
    int memory = memfd_create("dma-heap", MFD_CLOEXEC);
    if (memory < 0 || ftruncate(memory, wanted->len) != 0)
        return -1;
    wanted->fd = memory;
    return 0;
}

void *_Znwm(size_t size) /* operator new */
{
    return calloc(1, size ? size : 1);
}
