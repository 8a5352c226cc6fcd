// Command runcwrap stands in for runc, and takes out of a container's configuration what this process may not give:
// capabilities outside its bounding set, an OOM score below zero, resource limits above its own. Docker asks for all
// of them for a privileged container, and a machine that is itself confined refuses. Where everything is allowed it
// changes nothing.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// capabilities in the kernel's order: the index is the number (include/uapi/linux/capability.h).
var capabilities = strings.Fields(`CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP
LINUX_IMMUTABLE NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT
SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE
AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF
CHECKPOINT_RESTORE`)

// limits in the kernel's order, too (include/uapi/asm-generic/resource.h).
var limits = strings.Fields(`CPU FSIZE DATA STACK CORE RSS NPROC NOFILE MEMLOCK AS LOCKS SIGPENDING MSGQUEUE NICE
RTPRIO RTTIME`)

type object = map[string]any

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "runcwrap:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	runc, err := exec.LookPath("runc")
	if err != nil {
		return err
	}
	if err := confine(args); err != nil {
		return err
	}
	return syscall.Exec(runc, append([]string{"runc"}, args...), os.Environ())
}

// confine rewrites the file that the command will read, if it starts a process.
func confine(args []string) error {
	command, bundle, process := "", ".", ""
	for i, arg := range args {
		name, value, joined := strings.Cut(arg, "=")
		if !joined && i+1 < len(args) {
			value = args[i+1]
		}
		switch name {
		case "create", "run", "exec", "restore":
			if command == "" {
				command = arg
			}
		case "--bundle", "-b":
			bundle = value
		case "--process", "-p":
			process = value
		}
	}
	switch {
	case command == "exec" && process != "":
		return rewrite(process, confineProcess)
	case command == "" || command == "exec":
		return nil
	}
	return rewrite(filepath.Join(bundle, "config.json"), func(config object) {
		if process, ok := config["process"].(object); ok {
			confineProcess(process)
		}
	})
}

func confineProcess(process object) {
	allowed := boundingSet()
	if sets, ok := process["capabilities"].(object); ok {
		for name, set := range sets {
			kept := []any{}
			for _, capability := range list(set) {
				if text, ok := capability.(string); ok && allowed[text] {
					kept = append(kept, capability)
				}
			}
			sets[name] = kept
		}
	}
	if allowed["CAP_SYS_RESOURCE"] {
		return
	}
	if score, ok := process["oomScoreAdj"].(json.Number); ok && strings.HasPrefix(score.String(), "-") {
		process["oomScoreAdj"] = 0
	}
	for _, entry := range list(process["rlimits"]) {
		if limit, ok := entry.(object); ok {
			lower(limit)
		}
	}
}

func lower(limit object) {
	for id, name := range limits {
		var own syscall.Rlimit
		if limit["type"] != "RLIMIT_"+name || syscall.Getrlimit(id, &own) != nil {
			continue
		}
		for _, key := range []string{"hard", "soft"} {
			number, _ := limit[key].(json.Number)
			if value, err := strconv.ParseUint(number.String(), 10, 64); err == nil && value > own.Max {
				limit[key] = own.Max
			}
		}
	}
}

func boundingSet() map[string]bool {
	set := map[string]bool{}
	status, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(status)) {
		text, found := strings.CutPrefix(line, "CapBnd:")
		if !found {
			continue
		}
		bits, _ := strconv.ParseUint(strings.TrimSpace(text), 16, 64)
		for number, name := range capabilities {
			if bits&(1<<number) != 0 {
				set["CAP_"+name] = true
			}
		}
	}
	return set
}

func list(value any) []any {
	entries, _ := value.([]any)
	return entries
}

func rewrite(path string, change func(object)) error {
	old, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(old))
	decoder.UseNumber() // 64-bit numbers must survive
	var content object
	if err := decoder.Decode(&content); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	change(content)
	changed, err := json.Marshal(content)
	if err != nil {
		return err
	}
	return os.WriteFile(path, changed, 0o600)
}
