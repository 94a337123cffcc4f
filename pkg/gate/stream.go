package gate

import (
	"context"
	"iter"
	"sync"

	"github.com/vendorgate/vendorgate/pkg/finding"
)

// CheckAll decides on a stream of profiles with the gate's workers, and yields
// the decisions in the order of the requests. It holds no more than a few
// decisions per worker at any time, however long the stream is. When ctx is
// cancelled no further request is taken; what was taken is still yielded, as
// cancelled where it was not finished.
func (g *Gate) CheckAll(ctx context.Context, requests iter.Seq[Request]) iter.Seq[finding.Decision] {
	return func(yield func(finding.Decision) bool) {
		type job struct {
			request Request
			done    chan finding.Decision
		}
		stop := make(chan struct{})
		jobs := make(chan job)
		order := make(chan chan finding.Decision, 2*g.workers)
		var running sync.WaitGroup
		defer running.Wait()
		defer close(stop)

		running.Go(func() {
			defer close(order)
			defer close(jobs)
			for request := range requests {
				j := job{request, make(chan finding.Decision, 1)}
				select {
				case order <- j.done:
				case <-ctx.Done():
					return
				case <-stop:
					return
				}
				select {
				case jobs <- j:
				case <-stop:
					return
				}
			}
		})
		for range g.workers {
			running.Go(func() {
				for j := range jobs {
					j.done <- g.Check(ctx, j.request)
				}
			})
		}
		for done := range order {
			if !yield(<-done) {
				return
			}
		}
	}
}
