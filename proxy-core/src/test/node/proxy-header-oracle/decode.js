// Reads PROXY headers, each as hexadecimal digits in a line of standard input, and writes what proxy-protocol-js makes of
// each as a line: family, source, destination, and what stands behind the addresses.
'use strict';
const readline = require('node:readline');
const { V1ProxyProtocol, V2ProxyProtocol, AddressFamilyType, Command, TransportProtocol } = require('proxy-protocol-js');

const hex = (bytes) => Buffer.from(bytes).toString('hex');
const group = (bytes, i) => ((bytes[2 * i] << 8) | bytes[2 * i + 1]).toString(16);
const text = (bytes) =>
  bytes.length === 4 ? bytes.join('.') : [0, 1, 2, 3, 4, 5, 6, 7].map((i) => group(bytes, i)).join(':');

function line(header) {
  const { inetProtocol, source, destination, data } = V1ProxyProtocol.parse(header.toString('latin1'));
  return [inetProtocol, source.ipAddress, source.port, destination.ipAddress, destination.port, hex(Buffer.from(data))];
}

function binary(header) {
  const parsed = V2ProxyProtocol.parse(new Uint8Array(header));
  if (parsed.command !== Command.PROXY || parsed.transportProtocol !== TransportProtocol.STREAM) {
    throw new Error('neither PROXY nor STREAM');
  }
  const { sourceAddress, sourcePort, destinationAddress, destinationPort } = parsed.proxyAddress;
  const family = AddressFamilyType[parsed.addressFamilyType];
  return [
    family,
    text(sourceAddress.address),
    sourcePort,
    text(destinationAddress.address),
    destinationPort,
    hex(parsed.data),
  ];
}

readline.createInterface({ input: process.stdin }).on('line', (digits) => {
  if (digits === 'end') {
    process.exit(0);
  }
  const header = Buffer.from(digits, 'hex');
  console.log((header[0] === 0x50 ? line(header) : binary(header)).join(' '));
});
