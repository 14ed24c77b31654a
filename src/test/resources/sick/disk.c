/* A disk for tests: what is told to be on it, isn't, while the file named by SICK_DISK holds "broken" or "slow". */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static int synced(const char *name, int fd) {
    char word[1] = { 0 };
    const char *file = getenv("SICK_DISK");
    int flag = file ? open(file, O_RDONLY) : -1;
    if (flag >= 0) {
        ssize_t n = read(flag, word, 1);
        (void) n;
        close(flag);
    }
    if (word[0] == 'b') {
        errno = EIO;
        return -1;
    }
    if (word[0] == 's') {
        usleep(2500000);
    }
    return ((int (*)(int)) dlsym(RTLD_NEXT, name))(fd);
}

int fsync(int fd) { return synced("fsync", fd); }
int fdatasync(int fd) { return synced("fdatasync", fd); }
