// Says when runs of game days start, for the tests of the operator to agree with: by the library that Kubernetes reads
// CronJobs with, and otherwise by looking at every minute there is, one after the other.
//
// It is told a file of cases in JSON; the lines that each must give go to standard output.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"time"
	_ "time/tzdata"

	"github.com/robfig/cron/v3"
)

// Case is one schedule, and what is asked about it.
type Case struct {
	Name       string
	Schedule   string
	Zone       string
	Windows    []Window
	Exclusions []Exclusion
	Outside    string
	RunMinutes int

	// Either all starts between two moments,
	From, Until time.Time
	// or what a scheduler does that looks at these moments,
	Looks           []time.Time
	Created         time.Time
	DeadlineSeconds int
	Policy          string
	// while runs take as long as this, and end as long after they were told to.
	TakesMinutes, RevertsMinutes int
	Suspended, ByHand            []Stretch
	// The first look from which on the spec is another one, and what was missed before is not counted.
	Changed *time.Time
	// Runs whose being made was not noted, counted from 1.
	Forgotten []int
	// Or whether these can be read.
	Expressions []string
}

// Window is open on days (as in time.Weekday; none means all) between two minutes of a day.
type Window struct {
	Days     []int
	From, To int
}

// Exclusion has no runs on its days, the last included.
type Exclusion struct{ From, To string }

// Stretch goes from one moment to just before another.
type Stretch struct{ From, To time.Time }

func (s Stretch) has(moment time.Time) bool {
	return !moment.Before(s.From) && moment.Before(s.To)
}

func main() {
	var cases []Case
	if len(os.Args) != 2 {
		log.Fatal("usage: schedule-oracle CASES.json")
	}
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&cases); err != nil {
		log.Fatal(err)
	}
	out := bufio.NewWriter(os.Stdout)
	for _, each := range cases {
		fmt.Fprintf(out, "# %s\n", each.Name)
		switch {
		case len(each.Expressions) > 0:
			read(out, each)
		case len(each.Looks) > 0:
			walk(out, each)
		default:
			list(out, each)
		}
	}
	if err := out.Flush(); err != nil {
		log.Fatal(err)
	}
}

func read(out *bufio.Writer, asked Case) {
	for _, each := range asked.Expressions {
		word := "understood"
		if _, err := cron.ParseStandard(each); err != nil {
			word = "refused"
		}
		fmt.Fprintf(out, "%s: %s\n", each, word)
	}
}

func list(out *bufio.Writer, asked Case) {
	starts := startsOf(asked, asked.From, asked.Until)
	for _, each := range starts.list {
		if each.at.After(asked.From) && !each.at.After(asked.Until) {
			fmt.Fprintf(out, "%s for %s\n", starts.local(each.at), starts.local(each.scheduled))
		}
	}
}
