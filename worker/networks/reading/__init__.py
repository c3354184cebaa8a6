"""Networks from files of any origin: every byte is doubted, nothing in them is run, time and memory are bounded."""
