//go:build !unix

package document

// withoutBlocking is empty where opening a path never waits.
const withoutBlocking = 0
