// ask LIMIT_MS: Go's http.Client asks for each line `NAME<TAB>BASE` of standard input, and one JSON object a line says
// what its caller saw: see benchmarks/symptoms/words.py.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

type seen struct {
	Name   string   `json:"name"`
	Status int      `json:"status"`
	Body   []byte   `json:"body"` // base64 in JSON
	Error  []string `json:"error,omitempty"`
}

func ask(name, base string, limit time.Duration) seen {
	result := seen{Name: name, Body: []byte{}}
	client := http.Client{Timeout: limit, Transport: &http.Transport{}}
	response, err := client.Post(base+"/v1/chat/completions", "application/json", strings.NewReader("{}"))
	if err == nil {
		defer response.Body.Close()
		result.Status = response.StatusCode
		result.Body, err = io.ReadAll(response.Body)
	}
	if err != nil {
		result.Error = []string{fmt.Sprintf("%T: %v", err, err)}
	}
	return result
}

func main() {
	limit, _ := strconv.Atoi(os.Args[1])
	jobs := make(chan []string)
	var all sync.WaitGroup
	var printing sync.Mutex
	for worker := 0; worker < 4; worker++ {
		all.Add(1)
		go func() {
			defer all.Done()
			for job := range jobs {
				result, _ := json.Marshal(ask(job[0], job[1], time.Duration(limit)*time.Millisecond))
				printing.Lock()
				fmt.Println(string(result))
				printing.Unlock()
			}
		}()
	}
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		jobs <- strings.SplitN(lines.Text(), "\t", 2)
	}
	close(jobs)
	all.Wait()
}
