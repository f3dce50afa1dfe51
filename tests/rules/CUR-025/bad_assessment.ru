#+ finds: module:test-2
#+ says: Tools shown, named by Tools, is not of the class that its place asks for (Assessment).
DELETE DATA { assessment:test-2 a bw:Assessment }
