/// Paths in a configuration file are relative to the folder of that file.
enum RelativePath {
    /// A path as it stands in `file`, usable from the current folder.
    static func resolved(_ path: String, besideFile file: String) -> String {
        guard !path.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return path }
        let folder = file[...slash]
        return folder == "./" ? path : folder + path
    }
}
