#!/usr/bin/env node
// Stands in for systemd-notify where there is none: sends its arguments, as they are, as one datagram to $NOTIFY_SOCKET.
const { DgramSocket } = require("node-unix-socket");

const words = Buffer.from(process.argv.slice(2).join("\n"));
const socket = new DgramSocket();
socket.sendTo(words, 0, words.length, process.env.NOTIFY_SOCKET ?? "", (error) => {
  socket.close();
  if (error !== undefined && error !== null) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
});
