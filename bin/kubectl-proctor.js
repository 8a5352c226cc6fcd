#!/usr/bin/env node
// kubectl finds its plug-ins by this name: `kubectl proctor check`
import './kubeproctor.js';
