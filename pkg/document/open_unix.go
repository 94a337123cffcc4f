//go:build unix

package document

import "syscall"

// withoutBlocking keeps open from waiting for the other end of a pipe, and a
// terminal from becoming ours.
const withoutBlocking = syscall.O_NONBLOCK | syscall.O_NOCTTY
