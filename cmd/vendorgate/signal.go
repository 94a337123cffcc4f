package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// interrupted says that a signal ended the run before its time.
type interrupted struct{ signal os.Signal }

func (i *interrupted) Error() string {
	if i.signal == syscall.SIGTERM {
		return "interrupted: the run was asked to end"
	}
	return "interrupted"
}

// stoppedBy returns the signal that ended ctx, or nil while it goes on.
func stoppedBy(ctx context.Context) *interrupted {
	var i *interrupted
	if errors.As(context.Cause(ctx), &i) {
		return i
	}
	return nil
}

// untilSignal returns a context that the first SIGINT or SIGTERM ends, so that
// what is finished can still be reported. Whoever sends a second one does not
// want to wait for that: the program exits at once.
//
// SIGPIPE is ignored, because a reader that goes away must not end a run before
// its other reports are written: the write to it fails, and that is reported.
func untilSignal(parent context.Context, exit func(int)) context.Context {
	ctx, cancel := context.WithCancelCause(parent)
	signal.Ignore(syscall.SIGPIPE)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	go func() {
		cancel(&interrupted{<-signals})
		exit(signalCode(<-signals))
	}()
	return ctx
}

// An interruptible reader stops waiting for its source when ctx ends, because a
// person at a terminal who types Ctrl-C will not also end the input.
type interruptible struct {
	ctx    context.Context //nolint:containedctx // io.Reader has no other way to be told
	source io.Reader
	chunks chan chunk
	rest   chunk
}

type chunk struct {
	data []byte
	err  error
}

func newInterruptible(ctx context.Context, source io.Reader) *interruptible {
	return &interruptible{ctx: ctx, source: source}
}

// Read gives what the source gives. The goroutine behind it stays in its last
// read when ctx ends; it is gone with the process.
func (r *interruptible) Read(p []byte) (int, error) {
	if r.chunks == nil {
		r.chunks = make(chan chunk)
		go r.pump()
	}
	if len(r.rest.data) == 0 && r.rest.err == nil {
		select {
		case r.rest = <-r.chunks:
		case <-r.ctx.Done():
			r.rest.err = context.Cause(r.ctx)
		}
	}
	n := copy(p, r.rest.data)
	r.rest.data = r.rest.data[n:]
	if len(r.rest.data) > 0 {
		return n, nil
	}
	return n, r.rest.err
}

func (r *interruptible) pump() {
	for {
		data := make([]byte, 64<<10)
		n, err := r.source.Read(data)
		select {
		case r.chunks <- chunk{data[:n], err}:
		case <-r.ctx.Done():
			return
		}
		if err != nil {
			return
		}
	}
}
