package main

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// A progress is a line on a terminal that says how far a long run has come. It
// is gone when the run ends, and a short run never shows it.
type progress struct {
	w     io.Writer // nil: nobody watches
	mu    sync.Mutex
	done  int
	shown bool
	stop  func()
	quit  chan struct{}
	ended sync.WaitGroup
}

const (
	progressAfter = time.Second
	progressEvery = 200 * time.Millisecond
)

// watch starts a progress on standard error when that is a terminal.
func watch(stderr io.Writer, quiet bool) *progress {
	p := &progress{quit: make(chan struct{})}
	p.stop = sync.OnceFunc(func() { close(p.quit) })
	if quiet || !isTerminal(stderr) {
		return p
	}
	p.w = stderr
	p.ended.Go(p.run)
	return p
}

func (p *progress) run() {
	wait := time.NewTimer(progressAfter)
	defer wait.Stop()
	for {
		select {
		case <-p.quit:
			return
		case <-wait.C:
		}
		p.mu.Lock()
		p.shown = true
		fmt.Fprintf(p.w, "\r\x1b[Kchecking, %d done", p.done) //nolint:errcheck // it is only a courtesy
		p.mu.Unlock()
		wait.Reset(progressEvery)
	}
}

// add counts a profile, and clears the line for what is written about it.
func (p *progress) add() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done++
	p.clear()
}

// end removes the line for good. It may be called again.
func (p *progress) end() {
	p.stop()
	p.ended.Wait()
	p.clear()
}

func (p *progress) clear() {
	if p.shown {
		io.WriteString(p.w, "\r\x1b[K") //nolint:errcheck // it is only a courtesy
		p.shown = false
	}
}
