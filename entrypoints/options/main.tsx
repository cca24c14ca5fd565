import '../../components/styles.css';
import { createBrowserServices } from '../../components/browser-services';
import { Options } from '../../components/options/options';
import { mountPage } from '../../components/page';

mountPage(<Options />, createBrowserServices());
