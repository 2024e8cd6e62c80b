import BelfryCore
import Testing

struct ParentFolderTests {
    @Test(arguments: [
        ("", ""), ("/", "/"), ("//", "/"), ("d", ""), ("d/", ""), ("é", ""), ("data", ""), ("/d", "/"), ("//d", "/"),
        ("a/b", "a"), ("a//b/", "a"), ("/a/b", "/a"), ("/a/b/c/", "/a/b"), ("./d", "."), ("ä/\u{301}b", "ä"),
    ])
    func isTheFolderAbove(path: String, folder: String) {
        #expect(path.parentFolder.utf8.elementsEqual(folder.utf8))
    }
}
