package main

import (
	"log"
	"slices"
	"time"

	"github.com/robfig/cron/v3"
)

const day = 24 * time.Hour

// start is one start of a schedule: the minute it names, and when a run fits.
type start struct{ scheduled, at time.Time }

type starts struct {
	zone  *time.Location
	begin time.Time
	// Of each minute from begin on: for how many minutes, this one included, runs may be under way.
	room []int
	list []start
	run  int
}

// startsOf looks at each minute from two days before the first moment to two days after the last.
func startsOf(asked Case, from, until time.Time) *starts {
	zone, err := time.LoadLocation(asked.Zone)
	if err != nil {
		log.Fatal(err)
	}
	s := &starts{zone: zone, begin: from.Truncate(time.Minute).Add(-2 * day), run: asked.RunMinutes}
	end := until.Add(2 * day)
	named := s.named(asked.Schedule, end)
	s.room = s.roomOf(asked, end)
	byMoment := map[time.Time]time.Time{}
	for _, scheduled := range named {
		at := scheduled
		for asked.Outside != "Skip" && s.within(at) && !s.fits(at) {
			at = at.Add(time.Minute)
		}
		if s.fits(at) {
			byMoment[at] = scheduled // the last of those that wait for one moment
		}
	}
	for at, scheduled := range byMoment {
		s.list = append(s.list, start{scheduled, at})
	}
	slices.SortFunc(s.list, func(a, b start) int { return a.at.Compare(b.at) })
	return s
}

// named gives the minutes that the schedule names. The library is asked about a day that is shown by a clock which
// nobody ever sets; the two differences from a CronJob are made here.
func (s *starts) named(schedule string, end time.Time) []time.Time {
	parsed, err := cron.ParseStandard(schedule)
	if err != nil {
		log.Fatal(err)
	}
	first, last := naive(s.begin.In(s.zone)).Add(-3*day), naive(end.In(s.zone)).Add(3*day)
	at := func(shown time.Time) int { return int(shown.Sub(first) / time.Minute) }
	meant, seen := make([]bool, at(last)+1), make([]bool, at(last)+1)
	for shown := parsed.Next(first); !shown.IsZero() && shown.Before(last); shown = parsed.Next(shown) {
		meant[at(shown)] = true
	}
	var named []time.Time
	before := at(naive(s.begin.Add(-day - time.Minute).In(s.zone)))
	for minute := s.begin.Add(-day); minute.Before(end); minute = minute.Add(time.Minute) {
		shown := at(naive(minute.In(s.zone)))
		counts := meant[shown] && !seen[shown] // a repeated minute counts once
		for gap := before + 1; gap < shown; gap++ {
			counts = counts || meant[gap] // a skipped one counts as the first after it
		}
		if counts && !minute.Before(s.begin) {
			named = append(named, minute)
		}
		seen[shown] = true
		before = shown
	}
	return named
}

func naive(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), 0, 0, time.UTC)
}

func (s *starts) roomOf(asked Case, end time.Time) []int {
	minutes := int(end.Sub(s.begin)/time.Minute) + 2*24*60
	room := make([]int, minutes+1)
	for i := minutes - 1; i >= 0; i-- {
		if isOpen(asked, s.begin.Add(time.Duration(i)*time.Minute).In(s.zone)) {
			room[i] = room[i+1] + 1
		}
	}
	return room
}

func isOpen(asked Case, shown time.Time) bool {
	if len(asked.Exclusions) > 0 {
		date := shown.Format(time.DateOnly)
		for _, each := range asked.Exclusions {
			if each.From <= date && date <= each.To {
				return false
			}
		}
	}
	minute := shown.Hour()*60 + shown.Minute()
	for _, each := range asked.Windows {
		isDay := len(each.Days) == 0 || slices.Contains(each.Days, int(shown.Weekday()))
		if isDay && each.From <= minute && minute < each.To {
			return true
		}
	}
	return len(asked.Windows) == 0
}

func (s *starts) within(at time.Time) bool {
	i := int(at.Sub(s.begin) / time.Minute)
	return 0 <= i && i < len(s.room)
}

func (s *starts) fits(at time.Time) bool {
	return s.within(at) && s.room[int(at.Sub(s.begin)/time.Minute)] >= s.run
}

func (s *starts) local(t time.Time) string {
	return t.In(s.zone).Format(time.RFC3339)
}
