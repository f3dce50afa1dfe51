DELETE DATA { outcome:test-2-1 bw:adaptation adaptation:test } ;
INSERT DATA { unit:test-2-1 bw:accessibleFormat accessible-format:audio }
