// Runs in the network of a pod, or of a machine outside, and makes its connections: orders on stdin, answers on stdout, a
// line of JSON each. A small program of its own since hundreds of them start in one test.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"strconv"
	"sync"
	"time"
)

// An order: to listen, or to connect. Each is answered with a line of the same id.
type order struct {
	ID        int    `json:"id"`
	Listen    []end  `json:"listen"`
	Connect   []end  `json:"connect"`
	From      string `json:"from"`
	TimeoutMs int    `json:"timeoutMs"`
}

// One end of a connection. An answer by UDP comes from an address only if it is listened on by itself.
type end struct {
	Protocol string `json:"protocol"`
	Address  string `json:"address"`
	Port     int    `json:"port"`
}

type done struct {
	ID      int    `json:"id"`
	Reached []bool `json:"reached"`
}

const greeting = "reached"

func main() {
	orders := bufio.NewScanner(os.Stdin)
	orders.Buffer(nil, 16<<20)
	listening := map[end]bool{}
	var output sync.Mutex
	answer := func(id int, reached []bool) {
		line, _ := json.Marshal(done{id, reached})
		output.Lock()
		defer output.Unlock()
		fmt.Println(string(line))
	}
	for orders.Scan() {
		var it order
		if err := json.Unmarshal(orders.Bytes(), &it); err != nil {
			fmt.Fprintln(os.Stderr, "traffic agent:", err)
			os.Exit(1)
		}
		if it.Listen == nil {
			go func() { answer(it.ID, connectAll(it)) }()
			continue
		}
		for _, one := range it.Listen {
			if !listening[one] {
				listening[one] = true
				listen(one)
			}
		}
		answer(it.ID, []bool{})
	}
}

// Where the pod's own program listens already, that answers.
func listen(one end) {
	address := one.Address
	if address == "" {
		address = "0.0.0.0"
	}
	at := net.JoinHostPort(address, strconv.Itoa(one.Port))
	if one.Protocol == "UDP" {
		socket, err := net.ListenPacket("udp4", at)
		if err == nil {
			go answerDatagrams(socket)
		}
		return
	}
	listener, err := net.Listen("tcp4", at)
	if err == nil {
		go answerConnections(listener)
	}
}

func answerConnections(listener net.Listener) {
	for {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		go func() {
			connection.Write([]byte(greeting))
			connection.Close()
		}()
	}
}

func answerDatagrams(socket net.PacketConn) {
	buffer := make([]byte, 64)
	for {
		_, sender, err := socket.ReadFrom(buffer)
		if err != nil {
			return
		}
		socket.WriteTo([]byte(greeting), sender)
	}
}

func connectAll(it order) []bool {
	reached := make([]bool, len(it.Connect))
	timeout := time.Duration(it.TimeoutMs) * time.Millisecond
	var all sync.WaitGroup
	for index, one := range it.Connect {
		all.Add(1)
		go func() {
			defer all.Done()
			if one.Protocol == "UDP" {
				reached[index] = reachUDP(one, it.From, timeout)
			} else {
				reached[index] = reachTCP(one, it.From, timeout)
			}
		}()
	}
	all.Wait()
	return reached
}

func reachTCP(one end, from string, timeout time.Duration) bool {
	dialer := net.Dialer{Timeout: timeout}
	if from != "" {
		dialer.LocalAddr = &net.TCPAddr{IP: net.ParseIP(from)}
	}
	connection, err := dialer.Dial("tcp4", net.JoinHostPort(one.Address, strconv.Itoa(one.Port)))
	if err != nil {
		return false
	}
	connection.Close()
	return true
}

// Asked twice: a datagram may be lost. The socket is not bound to its peer, or an answer from elsewhere would not be seen.
func reachUDP(one end, from string, timeout time.Duration) bool {
	socket, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.ParseIP(from)})
	if err != nil {
		return false
	}
	defer socket.Close()
	peer := &net.UDPAddr{IP: net.ParseIP(one.Address), Port: one.Port}
	buffer := make([]byte, 64)
	for range 2 {
		socket.WriteTo([]byte("?"), peer)
		socket.SetReadDeadline(time.Now().Add(timeout / 2))
		if _, _, err := socket.ReadFrom(buffer); err == nil {
			return true
		}
	}
	return false
}
