package main

import "encoding/binary"

// A few lines of protobuf, for what a proxy reads and writes: fields by their numbers. Source: Protocol Buffers encoding.

const lengthDelimited = 2

func appendText(to []byte, field uint64, text string) []byte {
	to = binary.AppendUvarint(to, field<<3|lengthDelimited)
	to = binary.AppendUvarint(to, uint64(len(text)))
	return append(to, text...)
}

// each calls for every field of a message; number is what a field has that is no text, bytes or message.
func each(message []byte, call func(field uint64, value []byte, number uint64)) {
	for len(message) > 0 {
		tag, size := binary.Uvarint(message)
		if size <= 0 {
			return
		}
		message = message[size:]
		number, size := binary.Uvarint(message)
		switch tag & 7 {
		case 0:
			if size <= 0 {
				return
			}
			message = message[size:]
			call(tag>>3, nil, number)
		case lengthDelimited:
			if size <= 0 || number > uint64(len(message)-size) {
				return
			}
			call(tag>>3, message[size:size+int(number)], 0)
			message = message[size+int(number):]
		case 1:
			message = message[min(8, len(message)):]
		case 5:
			message = message[min(4, len(message)):]
		default:
			return
		}
	}
}

// find gives what lies at a path of fields, all of it where a field is repeated.
func find(message []byte, path ...uint64) [][]byte {
	var found [][]byte
	each(message, func(field uint64, value []byte, _ uint64) {
		switch {
		case field != path[0] || value == nil:
		case len(path) == 1:
			found = append(found, value)
		default:
			found = append(found, find(value, path[1:]...)...)
		}
	})
	return found
}

func text(message []byte, field uint64) string {
	for _, value := range find(message, field) {
		return string(value)
	}
	return ""
}

// millis of a google.protobuf.Duration.
func millis(duration []byte) int {
	total := 0
	each(duration, func(field uint64, _ []byte, number uint64) {
		switch field {
		case 1:
			total += int(number) * 1000
		case 2:
			total += int(number) / 1_000_000
		}
	})
	return total
}
