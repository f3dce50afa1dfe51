#+ finds: curriculum:test
#+ says: My day, named by A first course, is not of the class that its place asks for (Unit).
DELETE DATA { unit:test-1-1 a bw:Unit }
