#+ finds: unit:test-1-2
#+ says: My team has to state where it is learned (found: –).
DELETE WHERE { unit:test-1-2 bw:setting ?setting }
