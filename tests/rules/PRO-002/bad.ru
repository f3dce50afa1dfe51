#+ finds: profile:test
#+ says: made-up supporter has to name exactly one known target group (found: –).
DELETE DATA { profile:test bw:targetGroup target-group:supporter }
