public import BelfryCore
internal import Foundation

/// Finds and reads the configuration file: the one place where the configuration touches the file system.
public enum ConfigurationLoader {
    /// Where the file is looked for when neither `--config` nor `BELFRY_CONFIG` says where.
    public static let searchPath = ["belfry.yaml", "/etc/belfry/belfry.yaml"]

    /// The configuration of this process, and every problem in it at once; nil where any problem is an error.
    ///
    /// `file` is what `--config` says. Without it, `BELFRY_CONFIG` and then the first existing file of `searchPath` count; that
    /// none exists is no problem.
    public static func load(
        file: String? = nil,
        flags: [ConfigurationFlag] = [],
        environment: [String: String],
        searchPath: [String] = searchPath
    ) -> (configuration: Configuration?, problems: [Problem]) {
        var reader = ConfigurationReader(environment: environment, flags: flags) { path in
            try BoundedFile.read(path)
        }
        let named = file ?? environment["BELFRY_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
        if let path = named ?? searchPath.first(where: FileManager.default.fileExists(atPath:)) {
            do {
                reader.file = (path, try BoundedFile.read(path))
                reader.readFile = { try BoundedFile.read(RelativePath.resolved($0, besideFile: path)) }
            } catch {
                return (nil, [Problem(file: path, message: "cannot be read: \(error)")])
            }
        }
        return reader.read()
    }
}
