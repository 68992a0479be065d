"""Paper and files from outside: 附件1/附件2 in Word and in rows, to and from submissions."""
