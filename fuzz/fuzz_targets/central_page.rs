#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tests::parsers::run("central_page", bytes));
