# Named at a module.
DELETE WHERE { curriculum:test bw:accessibleFormat ?format } ;
INSERT DATA { module:test-1 bw:accessibleFormat accessible-format:audio }
