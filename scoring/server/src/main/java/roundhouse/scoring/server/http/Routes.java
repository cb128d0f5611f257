package roundhouse.scoring.server.http;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// The scorer's own routes.
@Configuration(proxyBeanMethods = false)
@Import({ScoringRoutes.class, InferenceRoutes.class})
public class Routes {}
