// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
    ] + (Context.environment["BELFRY_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)])

let package = Package(
    name: "belfry",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "belfry", targets: ["belfry"])
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .executableTarget(
            name: "belfry",
            dependencies: [
                "BelfryCore",
                "BelfryServer",
                "BelfryStore",
                "Libpq",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        .target(name: "CEL", swiftSettings: strict),
        .target(
            name: "BelfryCore",
            dependencies: [
                "CEL",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict
        ),
        .systemLibrary(
            name: "CLibpq",
            pkgConfig: "libpq",
            providers: [.apt(["libpq-dev"]), .brew(["libpq"])]
        ),
        .systemLibrary(
            name: "CZlib",
            pkgConfig: "zlib",
            providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]
        ),
        .target(name: "Libpq", dependencies: ["CLibpq"], swiftSettings: strict),
        .target(
            name: "BelfryStore",
            dependencies: [
                "BelfryCore",
                "Libpq",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "BelfryServer",
            dependencies: [
                "BelfryCore",
                "BelfryStore",
                "CZlib",
                "Libpq",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "BelfryTestSupport",
            dependencies: [
                "BelfryCore",
                "BelfryServer",
                "BelfryStore",
                "Libpq",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        .testTarget(name: "CELTests", dependencies: ["CEL"], swiftSettings: strict),
        .testTarget(
            name: "BelfryCoreTests",
            dependencies: [
                "BelfryCore", "BelfryTestSupport", "CEL", .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict
        ),
        .testTarget(name: "LibpqTests", dependencies: ["Libpq", "BelfryTestSupport"], swiftSettings: strict),
        .testTarget(
            name: "BelfryStoreTests",
            dependencies: [
                "BelfryCore",
                "BelfryServer",
                "BelfryStore",
                "BelfryTestSupport",
                "Libpq",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "BelfryServerTests",
            dependencies: [
                "BelfryCore",
                "BelfryServer",
                "BelfryStore",
                "BelfryTestSupport",
                "Libpq",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            exclude: [
                "Notify/Goldens", "Notify/Alertmanager/Goldens", "Notify/GoogleChat/Goldens", "Notify/Matrix/Goldens",
                "Notify/PagerDuty/Goldens", "Notify/Teams/Goldens", "Notify/Zulip/Goldens",
            ],
            swiftSettings: strict
        ),
    ],
    swiftLanguageModes: [.v6]
)
