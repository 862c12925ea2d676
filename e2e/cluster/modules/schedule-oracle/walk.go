package main

import (
	"bufio"
	"fmt"
	"slices"
	"strings"
	"time"
)

const (
	horizon = 400 * day
	ahead   = time.Hour
	most    = 100
)

type run struct {
	name     string
	end      time.Time
	byHand   bool
	complete bool
}

// walker does what Kubernetes' syncCronJob does, with the differences of game days.
// Source: Kubernetes 1.36, pkg/controller/cronjob.
type walker struct {
	asked       Case
	out         *bufio.Writer
	starts      *starts
	last        *time.Time
	countedFrom *time.Time
	runs        []*run
	made        int
	changed     bool
}

func walk(out *bufio.Writer, asked Case) {
	first, last := asked.Created, asked.Created
	for _, look := range asked.Looks {
		if look.Before(first) {
			first = look
		}
		if look.After(last) {
			last = look
		}
	}
	w := &walker{asked: asked, out: out, starts: startsOf(asked, first.Add(-2*day), last.Add(horizon))}
	for i, each := range asked.ByHand {
		w.runs = append(w.runs, &run{name: fmt.Sprintf("by-hand-%d", i+1), end: each.To, byHand: true})
	}
	for _, look := range asked.Looks {
		w.look(look)
	}
}

func (w *walker) look(now time.Time) {
	for _, each := range w.runs {
		each.complete = each.complete || !now.Before(each.end)
	}
	if c := w.asked.Changed; c != nil && !w.changed && !now.Before(*c) {
		w.changed = true
		counted := now.Add(-w.deadline())
		w.countedFrom = &counted
	}
	for w.step(now) {
	}
}

func (w *walker) deadline() time.Duration {
	return time.Duration(w.asked.DeadlineSeconds) * time.Second
}

func (w *walker) say(now time.Time, format string, args ...any) {
	fmt.Fprintf(w.out, "%s %s\n", now.UTC().Format(time.RFC3339), fmt.Sprintf(format, args...))
}

// step does one thing, and says whether it must be looked again.
func (w *walker) step(now time.Time) bool {
	for _, each := range w.asked.Suspended {
		if each.has(now) {
			w.say(now, "suspended")
			return false
		}
	}
	var due []start
	for _, each := range w.starts.list {
		if w.open(each, now) && !each.at.After(now) {
			due = append(due, each)
		}
	}
	for i := len(due) - 1; i >= 0; i-- {
		if w.find(due[i]) != nil {
			unmade := slices.DeleteFunc(slices.Clone(due[:i]), func(s start) bool { return w.find(s) != nil })
			if len(unmade) > 0 {
				return w.miss(now, unmade, "Overtaken")
			}
			w.say(now, "noted %s", w.name(due[i]))
			w.last = &due[i].scheduled
			return true
		}
	}
	late := 0
	for late < len(due) && due[late].at.Add(w.deadline()).Before(now) {
		late++
	}
	switch {
	case late > 0:
		return w.miss(now, due[:late], "TooLate")
	case len(due) == 0:
		w.wait(now)
		return false
	case len(due) > most:
		return w.miss(now, due, "TooMany")
	case len(due) > 1:
		return w.miss(now, due[:len(due)-1], "Overtaken")
	case !w.starts.fits(now.Truncate(time.Minute)):
		return w.miss(now, due, "NoRoom")
	}
	return w.begin(now, due[0])
}

// open says whether a start is still to be dealt with.
func (w *walker) open(s start, now time.Time) bool {
	marks := []*time.Time{&w.asked.Created, w.last, w.countedFrom}
	oldest := now.Add(-horizon)
	for i, mark := range marks {
		if mark == nil {
			continue
		}
		if mark.After(now.Add(ahead)) { // a clock was wrong
			oldest = now.Add(-w.deadline())
			continue
		}
		if !s.at.After(*mark) || i < 2 && !s.scheduled.After(*mark) {
			return false
		}
	}
	return s.at.After(oldest)
}

func (w *walker) name(s start) string {
	return fmt.Sprintf("g-%d", s.scheduled.Unix()/60)
}

func (w *walker) find(s start) *run {
	i := slices.IndexFunc(w.runs, func(r *run) bool { return r.name == w.name(s) })
	if i < 0 {
		return nil
	}
	return w.runs[i]
}

func (w *walker) miss(now time.Time, missed []start, why string) bool {
	last := missed[len(missed)-1]
	w.say(now, "missed %d %s, the last at %s", len(missed), why, last.at.UTC().Format(time.RFC3339))
	w.countedFrom = &last.at
	return true
}

func (w *walker) wait(now time.Time) {
	for _, each := range w.starts.list {
		if w.open(each, now) && each.at.After(now) && !each.at.After(now.Add(horizon)) {
			w.say(now, "wait for %s", each.at.UTC().Format(time.RFC3339))
			return
		}
	}
	w.say(now, "never")
}

func (w *walker) begin(now time.Time, s start) bool {
	var scheduled, byHand []string
	for i, each := range w.runs {
		switch {
		case each.byHand && w.asked.ByHand[i].has(now):
			byHand = append(byHand, each.name)
		case !each.byHand && !each.complete:
			scheduled = append(scheduled, each.name)
		}
	}
	if len(scheduled)+len(byHand) == 0 {
		w.make(now, s)
		return true
	}
	until := s.at.Add(w.deadline()).Add(time.Millisecond)
	for _, each := range w.starts.list {
		if each.at.After(s.at) {
			if each.at.Before(until) {
				until = each.at
			}
			break
		}
	}
	word := "blocked by"
	if w.asked.Policy == "Replace" && len(byHand) == 0 {
		word = "replaces"
		for _, each := range w.runs {
			if end := now.Add(time.Duration(w.asked.RevertsMinutes) * time.Minute); !each.byHand && end.Before(each.end) {
				each.end = end
			}
		}
	}
	all := strings.Join(append(scheduled, byHand...), " ")
	w.say(now, "%s %s until %s", word, all, until.UTC().Format("2006-01-02T15:04:05.000Z"))
	return false
}

func (w *walker) make(now time.Time, s start) {
	w.made++
	w.say(now, "start %s for %s", w.name(s), s.scheduled.UTC().Format(time.RFC3339))
	w.runs = append(w.runs, &run{name: w.name(s), end: now.Add(time.Duration(w.asked.TakesMinutes) * time.Minute)})
	if !slices.Contains(w.asked.Forgotten, w.made) {
		w.last = &s.scheduled
	}
}
